"""Who asks by browser: Flask blueprints that read the public snapshot."""
