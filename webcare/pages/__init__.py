"""The screens: the only room besides api and hooks that knows a request."""
