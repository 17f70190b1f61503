"""Other people's programs doing the same work on the same machine; each in an environment of its own.

They are no part of linli and of none of its locks: `README.md` says how to install and run them.
"""
