"""A question in, a Turn out; and what stands around it: settings, command line, web pages."""
