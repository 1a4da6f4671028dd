"""What every room may use and that knows no subject: translated text, tables to take away."""
