"""What a person does: one function is one deed; it takes a Session and never commits."""
