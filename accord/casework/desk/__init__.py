"""What people do at the desk, one function a deed."""
