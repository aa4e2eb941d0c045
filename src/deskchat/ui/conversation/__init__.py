"""One conversation: header, transcript, composer."""
