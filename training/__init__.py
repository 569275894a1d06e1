"""How the reader model is made: data readers, network, trainer, export. Never imported by `tocsin`."""
