package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// web serves what the world or the machine's keepers may look at; nothing unless configured.
type web struct{ servers []*http.Server }

func listenWeb(cfg Config, d *daemon) (*web, error) {
	w := &web{}
	if cfg.HTTP.Listen != "" {
		mux := http.NewServeMux()
		mux.Handle("GET /healthz", d.health)
		if err := w.listen(cfg.HTTP.Listen, mux); err != nil {
			w.close()
			return nil, err
		}
	}
	return w, nil
}

func (w *web) listen(address string, h http.Handler) error {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("cannot serve http on %s; choose a free address: %w", address, err)
	}
	s := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 20 * time.Second, WriteTimeout: 30 * time.Second, MaxHeaderBytes: 16 << 10}
	w.servers = append(w.servers, s)
	go func() {
		if err := s.Serve(l); err != nil && !errors.Is(err, http.ErrServerClosed) {
			l.Close()
		}
	}()
	return nil
}

func (w *web) close() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	for _, s := range w.servers {
		s.Shutdown(ctx)
	}
}
