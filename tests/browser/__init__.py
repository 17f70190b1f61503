"""What people do in a browser, on phones and at desks, against a running site."""
