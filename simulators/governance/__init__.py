"""A governance platform in small: it takes cases, gives numbers, and calls back, over the agreed signed protocol.

    python -m simulators.governance --callback http://127.0.0.1:8000 --key a-key-of-both-sides

It knows nothing of linli. What it is to do wrong is said by `POST /switches` (see `switches.py`); what an
official there does with a case by `POST /work/<external_id>` with a state and words.
"""
