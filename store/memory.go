package store

import (
	"hash/fnv"
	"iter"
	"sync"
	"sync/atomic"
)

// Memory is an Engine that keeps everything in memory, for tests, simulation and the demo. Its state is an immutable
// tree: a snapshot is its root, and a transaction that fails leaves nothing behind.
type Memory struct {
	root    atomic.Pointer[node]
	writing sync.Mutex
	closed  atomic.Bool
}

// NewMemory returns an empty one.
func NewMemory() *Memory { return &Memory{} }

// Clone is the state at this moment, as a crash would leave it.
func (m *Memory) Clone() *Memory {
	c := NewMemory()
	c.root.Store(m.root.Load())
	return c
}

// View implements Engine.
func (m *Memory) View(fn func(Tx) error) error {
	if m.closed.Load() {
		return ErrClosed
	}
	return fn(&memoryTx{root: m.root.Load()})
}

// Update implements Engine.
func (m *Memory) Update(fn func(Tx) error) error {
	m.writing.Lock()
	defer m.writing.Unlock()
	if m.closed.Load() {
		return ErrClosed
	}
	tx := &memoryTx{root: m.root.Load(), writable: true}
	if err := fn(tx); err != nil {
		return err
	}
	m.root.Store(tx.root)
	return nil
}

// Close implements Engine.
func (m *Memory) Close() error {
	m.writing.Lock()
	defer m.writing.Unlock()
	m.closed.Store(true)
	return nil
}

type memoryTx struct {
	root     *node
	writable bool
}

func (t *memoryTx) Get(key []byte) []byte {
	for n := t.root; n != nil; {
		switch k := string(key); {
		case k < n.key:
			n = n.left
		case k > n.key:
			n = n.right
		default:
			return n.value
		}
	}
	return nil
}

func (t *memoryTx) Put(key, value []byte) {
	t.mustWrite()
	k := string(key)
	l, r := split(t.root, k)
	_, r = split(r, k+"\x00")
	t.root = merge(merge(l, &node{key: k, value: append([]byte{}, value...), rank: rank(k)}), r)
}

func (t *memoryTx) Delete(key []byte) {
	t.mustWrite()
	l, r := split(t.root, string(key))
	_, r = split(r, string(key)+"\x00")
	t.root = merge(l, r)
}

func (t *memoryTx) mustWrite() {
	if !t.writable {
		panic("store: a write in a View")
	}
}

func (t *memoryTx) Scan(from, to []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func([]byte, []byte) bool) { t.root.scan(string(from), string(to), yield) }
}

// node is of a treap: a search tree by key that is a heap by rank, so that it has one shape for one set of keys.
type node struct {
	key         string
	value       []byte
	rank        uint64
	left, right *node
}

func rank(key string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(key))
	x := h.Sum64() // FNV alone gives neighbours neighbouring ranks
	x = (x ^ x>>31) * 0x9e3779b97f4a7c15
	return x ^ x>>29
}

// split parts the keys below key from the others. The tree given stays as it was.
func split(n *node, key string) (below, others *node) {
	if n == nil {
		return nil, nil
	}
	c := *n
	if n.key < key {
		c.right, others = split(n.right, key)
		return &c, others
	}
	below, c.left = split(n.left, key)
	return below, &c
}

// merge joins two trees; all keys of l are below all keys of r.
func merge(l, r *node) *node {
	switch {
	case l == nil:
		return r
	case r == nil:
		return l
	case l.rank > r.rank:
		c := *l
		c.right = merge(l.right, r)
		return &c
	default:
		c := *r
		c.left = merge(l, r.left)
		return &c
	}
}

func (n *node) scan(from, to string, yield func([]byte, []byte) bool) bool {
	if n == nil {
		return true
	}
	if n.key >= from {
		if !n.left.scan(from, to, yield) || n.key < to && !yield([]byte(n.key), n.value) {
			return false
		}
	}
	return n.key >= to || n.right.scan(from, to, yield)
}
