package parser

import "time"

func awayUntil(subject, text string, date time.Time) time.Time { return time.Time{} }
