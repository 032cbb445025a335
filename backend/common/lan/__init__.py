"""Likeness on the home network: its addresses, its certificates, and the page by which a phone comes to trust them."""
