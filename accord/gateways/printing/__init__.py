"""Paper: HTML in, one PDF out that is PDF/A-3a and PDF/UA-1 and whose Bangla can be searched."""
