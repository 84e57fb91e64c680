"""An organization's own systems are told what happens: what is to be told, to whom it may go, how it is signed."""
