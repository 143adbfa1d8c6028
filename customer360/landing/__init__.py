"""Files in: contracts, mapping, validation, quarantine, manifest."""
