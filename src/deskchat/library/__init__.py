"""The GGUF files of this machine."""
