timeout = 30
graceful_timeout = 5
accesslog = "-"
