"""Cloud and servers: everything that answers over HTTP."""
