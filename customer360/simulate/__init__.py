"""An omnichannel retailer whose truth is known."""
