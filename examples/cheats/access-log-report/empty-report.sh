#!/bin/bash
echo '{}' > report.json
