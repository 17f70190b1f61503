"""Opinion polls: what do the people living here think? Asked of residents, tenants included, and never binding.

Floor 2, on people and estates. Words: a *survey* is a list of *questions* kept as plain values; whoever is in its
*aim* has one *token*, a person's or a household's, that submitting uses up (*participation*); what was said is an
*answer*, free words are *texts* that somebody releases. Of an anonymous survey nothing joins participation and
answer: until the close answers lie in sealed *envelopes*, which are then opened in random order.
"""
