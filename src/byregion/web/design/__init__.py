"""How the product looks: components, styles, icons."""
