"""Ready for me: my live authorizations, and stamping with one of them."""
