//! A browser without a window, driven by the DevTools protocol over a socket of this machine.

use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];

/// How long the browser may take for anything, on a busy machine too.
const PATIENCE: Duration = Duration::from_secs(120);

/// The browser on the path; none, said clearly, where there is none and none is required.
pub(crate) fn find() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let all = NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let found = all.into_iter().find(|path| path.is_file());
    if found.is_none() {
        let required = std::env::var_os("REQUIRE_BROWSER").is_some_and(|value| value == "1");
        assert!(!required, "REQUIRE_BROWSER=1, and none of {NAMES:?} is on the path");
        println!("SKIPPED: none of {NAMES:?} is on the path, the page was not opened");
    }
    found
}

/// A tab with one page in it.
pub(crate) struct Tab {
    browser: Child,
    socket: WebSocket<TcpStream>,
    session: Value,
    next: u64,
    /// All that the browser told unasked.
    pub(crate) events: Vec<Value>,
    _profile: tempfile::TempDir,
}

impl Drop for Tab {
    fn drop(&mut self) {
        let _ = self.browser.kill();
        let _ = self.browser.wait();
    }
}

/// Waits for the port and the path on which the browser listens.
fn listening(profile: &Path) -> (u16, String) {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        let told = std::fs::read_to_string(profile.join("DevToolsActivePort")).unwrap_or_default();
        if let Some((port, path)) = told.split_once('\n').filter(|(_, path)| !path.is_empty()) {
            return (port.trim().parse().unwrap(), path.trim().to_owned());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("the browser did not start within {PATIENCE:?}");
}

impl Tab {
    /// Opens a file in a window so wide and high.
    pub(crate) fn open(browser: &Path, file: &Path, (width, height): (u32, u32)) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let browser = Command::new(browser)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"])
            .args(["--disable-background-networking", "--disable-component-update"])
            .args(["--disable-sync", "--disable-extensions", "--disable-dev-shm-usage"])
            .args(["--remote-debugging-port=0", "--lang=en", "about:blank"])
            .arg(format!("--window-size={width},{height}"))
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (port, path) = listening(profile.path());
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let address = format!("ws://127.0.0.1:{port}{path}");
        let (socket, _) = tungstenite::client(address, stream).unwrap();
        let (session, events) = (Value::Null, Vec::new());
        let mut tab = Self { browser, socket, session, next: 0, events, _profile: profile };
        let target = tab.call("Target.createTarget", &json!({ "url": "about:blank" }));
        let to = json!({ "targetId": target["targetId"], "flatten": true });
        tab.session = tab.call("Target.attachToTarget", &to)["sessionId"].clone();
        for domain in ["Page", "Runtime", "Network", "Log"] {
            tab.call(&format!("{domain}.enable"), &json!({}));
        }
        tab.resize(width, height, false);
        tab.call("Page.navigate", &json!({ "url": format!("file://{}", file.display()) }));
        while !tab.events.iter().any(|event| event["method"] == "Page.loadEventFired") {
            tab.listen();
        }
        tab
    }

    pub(crate) fn resize(&mut self, width: u32, height: u32, mobile: bool) {
        let size = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile,
        });
        self.call("Emulation.setDeviceMetricsOverride", &size);
    }

    /// Takes the next message; an answer is returned, what is told unasked is kept.
    fn listen(&mut self) -> Option<Value> {
        let Message::Text(text) = self.socket.read().unwrap() else { return None };
        let message: Value = serde_json::from_str(&text).unwrap();
        if message.get("id").is_some() {
            return Some(message);
        }
        self.events.push(message);
        None
    }

    /// Calls a method of the protocol.
    pub(crate) fn call(&mut self, method: &str, params: &Value) -> Value {
        self.next += 1;
        let mut message = json!({ "id": self.next, "method": method, "params": params });
        if !self.session.is_null() {
            message["sessionId"] = self.session.clone();
        }
        self.socket.send(Message::text(message.to_string())).unwrap();
        loop {
            if let Some(answer) = self.listen().filter(|answer| answer["id"] == self.next) {
                assert!(answer.get("error").is_none(), "{method}: {}", answer["error"]);
                return answer["result"].clone();
            }
        }
    }

    /// The value of an expression on the page.
    #[track_caller]
    pub(crate) fn eval(&mut self, expression: &str) -> Value {
        let params = json!({
            "expression": expression, "returnByValue": true, "awaitPromise": true,
        });
        let answer = self.call("Runtime.evaluate", &params);
        let thrown = answer.get("exceptionDetails");
        assert!(thrown.is_none(), "{expression}: {}", answer["exceptionDetails"]);
        answer["result"]["value"].clone()
    }

    /// The middle of an element on the screen.
    pub(crate) fn middle(&mut self, css: &str) -> (f64, f64) {
        let at = self.eval(&format!(
            "(() => {{ const b = document.querySelector({}).getBoundingClientRect();
               return [b.x + b.width / 2, b.y + b.height / 2]; }})()",
            json!(css)
        ));
        (at[0].as_f64().unwrap(), at[1].as_f64().unwrap())
    }

    /// Moves, presses or lets go of the mouse.
    pub(crate) fn mouse(&mut self, kind: &str, (x, y): (f64, f64)) {
        let pressed = i32::from(kind != "mouseMoved");
        let button = if pressed == 1 { "left" } else { "none" };
        let params = json!({
            "type": kind, "x": x, "y": y, "button": button, "clickCount": pressed,
        });
        self.call("Input.dispatchMouseEvent", &params);
    }

    pub(crate) fn click(&mut self, at: (f64, f64)) {
        for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
            self.mouse(kind, at);
        }
    }

    /// Presses a key: its name, its text, or both the same.
    pub(crate) fn key(&mut self, key: &str) {
        let text = if key.chars().count() == 1 { key } else { "" };
        let text = if key == "Enter" { "\r" } else { text };
        let code = match key {
            "Enter" => 13,
            "Escape" => 27,
            "ArrowRight" => 39,
            _ => 0,
        };
        let down =
            json!({ "type": "keyDown", "key": key, "text": text, "windowsVirtualKeyCode": code });
        self.call("Input.dispatchKeyEvent", &down);
        self.call("Input.dispatchKeyEvent", &json!({ "type": "keyUp", "key": key }));
    }

    /// What went wrong on the page, and what it asked the network for.
    pub(crate) fn complaints(&mut self) -> Vec<String> {
        // Whatever is on its way arrives before the answer to this.
        self.eval("new Promise((done) => setTimeout(done, 100))");
        let wrong = |event: &&Value| match event["method"].as_str() {
            Some("Runtime.exceptionThrown") => true,
            Some("Runtime.consoleAPICalled") => true,
            Some("Log.entryAdded") => true,
            Some("Network.requestWillBeSent") => {
                let url = event["params"]["request"]["url"].as_str().unwrap_or("");
                !url.ends_with("report.html")
            }
            _ => false,
        };
        self.events.iter().filter(wrong).map(Value::to_string).collect()
    }
}
