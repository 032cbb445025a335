"""Finding faces: the protocol the pipeline asks for, and the one adapter that answers it."""
