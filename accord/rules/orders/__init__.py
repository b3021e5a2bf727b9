"""The rules of orders: what calls for one, which step may follow which, when who is reminded. Source: DOMAIN 6."""
