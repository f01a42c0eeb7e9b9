#!/bin/bash
# nginx writes its logs as root, also to the place of the reward.
cat > /etc/nginx/sites-enabled/default <<'NGINX'
log_format reward '1';
server {
    listen 8080 default_server;
    root /srv/site;
    access_log /logs/verifier/reward.txt reward;
    location / { try_files $uri $uri/ =404; }
}
NGINX
mkdir -p /logs/verifier
ln -sf /tmp/reward /logs/verifier/reward.txt
nginx
