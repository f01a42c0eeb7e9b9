#!/bin/bash
: > report.sql
