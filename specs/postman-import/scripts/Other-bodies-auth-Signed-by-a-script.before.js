const payload = `${pm.request.method} ${pm.environment.get("token")}`;
pm.request.headers.upsert({ key: "X-Signature", value: CryptoJS.HmacSHA256(payload, "shared").toString() });
