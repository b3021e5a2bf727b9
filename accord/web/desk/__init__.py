"""The desk: where those work who are signed in. One module per noun, its forms beside its views."""
