"""What a user may ask of that which pods run on: node groups, EKS Auto Mode, Fargate."""
