"""The good name of property companies: credit items and grades, and the quarterly red and black list.

It is about companies and the estates they look after, never about residents. Nothing counts before the company was
told and could object; where an item or an entry stands follows from its days and needs
no job (domain rules §5.2, §5.3).
"""
