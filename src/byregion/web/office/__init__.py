"""The office: where the operator, the owner, the regions and the administrator do their work."""
