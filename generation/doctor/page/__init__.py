"""The report as one HTML file to keep or to send: no script, no request, drawn in ink; light and dark."""
