//go:build !race

package main

const (
	raced          = false
	seedsByDefault = 40
)
