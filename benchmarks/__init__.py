"""What is measured, against whom, with which floors."""
