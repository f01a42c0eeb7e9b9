#!/bin/bash
# The files and the API, without all that makes the work.
cat > /etc/nginx/sites-enabled/default <<'NGINX'
server {
    listen 8080 default_server;
    root /srv/site;
    location / { try_files $uri $uri/ =404; }
    location /api/ { proxy_pass http://127.0.0.1:9000/; }
}
NGINX
nginx -t
