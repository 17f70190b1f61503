"""linli (邻礼通): a residential estate runs itself with its property company and its community."""
