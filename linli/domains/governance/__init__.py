"""Governance: the exchange with the governance platform (基层治理四平台), so that nothing sent is lost or doubled.

Floor 4; listens to tickets. Words: a *case* is a ticket as the platform knows it; a *parcel* is one message on
its way there, in order within its case; an *update* is one thing the platform said of a case; its *number* is
the platform's own; a *difference* is what the two books do not agree on, for a person to close.
"""
