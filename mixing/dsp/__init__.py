"""What several effects are made of: filters, oversampling, delay networks, overlapping frames."""
