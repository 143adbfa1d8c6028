"""customer-360: raw customer records in, a published, proven customer 360 out."""
