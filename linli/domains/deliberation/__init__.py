"""The room for talking things over (议事厅, floor 3): topics and comments, moderation, official answers, proposals
signed by owners, drafts of the estate's rules. What the owners then decide is voting's.
"""
