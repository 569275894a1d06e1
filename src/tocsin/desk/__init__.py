"""The service: what is read is kept, feeds are polled, and questions are answered from the store."""
