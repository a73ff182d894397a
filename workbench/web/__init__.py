"""What every page shares: who may open it, security headers, errors, forms and pages of rows."""
