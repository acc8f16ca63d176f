"""Paper: what leaves the screen. QR codes, PDF of what a person holds in their hand, the files of an entry.

A row → words (in the caller's context) → a PDF (in one of the hub's threads, which know no request and no database).
"""
