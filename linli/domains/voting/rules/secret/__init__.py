"""The cryptography of secret votes: pure functions on integers, described in docs/secret-bundle.md.

Exponential ElGamal with the key split t-of-n: each option of each item is encrypted as 0 or 1 with a proof that
it is nothing else; the ciphertexts are multiplied, and only totals are ever decrypted (Cramer, Gennaro,
Schoenmakers: A Secure and Optimally Efficient Multi-Authority Election Scheme, Eurocrypt 1997).
"""
