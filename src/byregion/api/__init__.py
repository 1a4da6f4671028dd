"""The face for machines: a read-only, versioned interface to everything that is public.

Words: meta (source, licence, date and canonical address, in every answer), Listing (part of a list
with its total), Problem (an error as RFC 9457 has it). `gate.py` stands before every address,
`service.py` puts the subjects together, `urls.py` gives them their place under `/api/v1/`. May
import the rooms; the rooms and the other faces never import it. Described in docs/reference/api.md.
"""
