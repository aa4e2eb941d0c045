"""One file a wire: what is sent and what comes back, in the words of the provider's documentation."""
