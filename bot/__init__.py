"""The running application: channels in, one conversation core, a store, the web page."""
