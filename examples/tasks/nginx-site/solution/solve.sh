#!/bin/bash
set -euo pipefail
cat > /etc/nginx/snippets/api.conf <<'NGINX'
# As the client sent it: with a path of its own, proxy_pass would decode it.
proxy_pass http://127.0.0.1:9000$api_uri;
proxy_set_header Host $http_host;
proxy_set_header X-Real-IP $remote_addr;
proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
error_page 502 504 /api-unavailable;
NGINX
cat > /etc/nginx/sites-available/shop <<'NGINX'
map $request_uri $api_uri {
    ~^/api(?<api_rest>/.*)$ $api_rest;
}

map $uri $site_cache {
    "~^/assets/(.*/)?[^/]*\.[0-9a-f]{8}\.[^/]*$" "public, max-age=31536000, immutable";
    default no-cache;
}

server {
    listen 8080 default_server;
    server_name _;
    root /srv/site;
    server_tokens off;

    gzip on;
    gzip_min_length 1000;
    gzip_types text/css application/javascript text/javascript application/json;

    add_header X-Content-Type-Options nosniff always;
    add_header Cache-Control $site_cache;
    error_page 404 /404.html;

    location / {
    }

    location ~ ^(?!/\.well-known/).*/\. {
        return 404;
    }

    location /app/ {
        try_files $uri /app/index.html;
    }

    location ~ ^/app/(.*/)?[^/]*\.[^/]*$ {
    }

    location /admin/ {
        auth_basic "Administration";
        auth_basic_user_file /etc/nginx/htpasswd;
    }

    # Unlike return, rewrite encodes what the location has decoded.
    location /old-blog/ {
        rewrite ^/old-blog/([^/]+)$ /blog/$1 permanent;
    }

    location ^~ /api/ {
        include snippets/api.conf;
        client_max_body_size 2m;
        add_header X-Content-Type-Options nosniff always;
    }

    location = /api/upload {
        include snippets/api.conf;
        client_max_body_size 8m;
        add_header X-Content-Type-Options nosniff always;
    }

    location = /api-unavailable {
        internal;
        default_type application/json;
        return 502 '{"error":"unavailable"}';
    }
}
NGINX
rm -f /etc/nginx/sites-enabled/default
ln -sf ../sites-available/shop /etc/nginx/sites-enabled/shop
nginx -t
