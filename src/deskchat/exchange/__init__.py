"""Files that conversations come from and go to: formats read and written, no database, no Qt."""
