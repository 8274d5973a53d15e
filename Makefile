# 落地 Luodi: every command a person or a machine runs. Needs make, Python 3.11 or newer with venv and pip.

PORT ?= 8000
PYTHON ?= python3
ARGS ?=
JOB ?=
BIN = .venv/bin

.PHONY: help setup run test check example bench lock clean

help:
	@echo "make run [PORT=8000]   安装并启动服务 | set up and serve on 127.0.0.1"
	@echo "make test [ARGS=…]     安装并运行全部测试 | set up and run every test"
	@echo "make setup             只安装 | set up only"
	@echo "make check             代码检查 | ruff, mypy --strict, import-linter"
	@echo "make example           剑桥实例 | the Cambridge example, from real data"
	@echo "make bench [JOB=…]     性能测量 | benchmarks, all or one"
	@echo "make lock              重新生成锁文件 (开发者) | make the lock files anew (developers)"
	@echo "make clean             删除安装与缓存, 保留数据 | remove what set-up made, keep the data"

setup:
	@$(PYTHON) .ci/setup.py

run: setup
	@$(BIN)/luodi serve --host 127.0.0.1 --port $(PORT)

# Debian packages that only tests need are installed when root; else those tests are skipped and named.
test: setup
	@$(BIN)/python tests/needs.py
	@$(BIN)/pytest $(ARGS)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

example: setup
	@if [ -x examples/cambridge/run ]; then examples/cambridge/run; \
	else echo "examples/cambridge/run 不存在 | does not exist"; exit 1; fi

bench: setup
	@$(BIN)/python -m benchmarks $(JOB)

# Developers only; uv on PATH. No index address and no header that tells of the machine gets into a lock.
UV_FLAGS = --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet
lock:
	uv pip compile pyproject.toml --group dev --group setup $(UV_FLAGS) --output-file requirements.lock
	uv pip compile --group node $(UV_FLAGS) --output-file .ci/node.lock
	npm install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund

clean:
	rm -rf .venv .cache maps/web/vendor build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
