// Secrets as other languages, tools and files print them. The secret is between « and »; every value is made up.
import type { Positive } from './positives.ts';

const FORMS = String.raw`
Python repr: {'x-api-key': '«k7Qp2vN9sLw4Zt8Rb3Yx»', 'content-type': 'application/json'}
Python repr of bytes: [(b'x-api-key', b'«k7Qp2vN9sLw4Zt8Rb3Yx»'), (b'host', b'api.anthropic.com')]
Python list of tuples: [('Authorization', 'Bearer «0f8c1d2e3b4a59687766»'), ('Accept', '*/*')]
Python dataclass: Settings(api_key='«k7Qp2vN9sLw4Zt8Rb3Yx»', timeout=60)
pydantic secret that was read: api_key=SecretStr('«k7Qp2vN9sLw4Zt8Rb3Yx»')
httpx headers: Headers({'host': 'x', 'authorization': 'Bearer «0f8c1d2e3b4a59687766»'})
Python f-string: api_key = "«k7Qp2vN9sLw4Zt8Rb3Yx»"
Django settings: SECRET_KEY = 'django-insecure-«9w3k2m1z8x7c6v5b4n»'
Go %v map: map[Accept:[*/*] Authorization:[Bearer «0f8c1d2e3b4a59687766»] Host:[x]]
Go %v map of a key: map[Content-Type:[application/json] X-Api-Key:[«k7Qp2vN9sLw4Zt8Rb3Yx»]]
Go %+v struct: {BaseURL:https://x APIKey:«k7Qp2vN9sLw4Zt8Rb3Yx» Timeout:60s}
Go %#v map: http.Header{"X-Api-Key":[]string{"«k7Qp2vN9sLw4Zt8Rb3Yx»"}}
Go %#v authorization: http.Header{"Authorization":[]string{"Bearer «0f8c1d2e3b4a59687766»"}}
Go struct with a password: &{Addr:db:5432 Password:«Tr0ub4dor-and-3» DB:0}
Java headers: {x-api-key=[«k7Qp2vN9sLw4Zt8Rb3Yx»], accept=[*/*]}
Java authorization: {Authorization=[Bearer «0f8c1d2e3b4a59687766»], Host=[x]}
Java toString: ClientConfig(apiKey=«k7Qp2vN9sLw4Zt8Rb3Yx», region=us-east-1)
Java record: Credentials[accessKeyId=AKIAQQ2ZJ4X7EXAMPLEQ, secretAccessKey=«wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzKEY»]
Java properties: spring.datasource.password=«Tr0ub4dor-and-3»
Spring property: anthropic.api-key=«k7Qp2vN9sLw4Zt8Rb3Yx»
Kotlin data class: Session(id=1, accessToken=«0f8c1d2e3b4a59687766», expires=60)
Ruby inspect: {"x-api-key"=>"«k7Qp2vN9sLw4Zt8Rb3Yx»", "accept"=>"*/*"}
Ruby symbols: {:api_key=>"«k7Qp2vN9sLw4Zt8Rb3Yx»", :model=>"claude"}
Ruby 3.4 inspect: {api_key: "«k7Qp2vN9sLw4Zt8Rb3Yx»", model: "claude"}
Ruby object: #<Client:0x000 @api_key="«k7Qp2vN9sLw4Zt8Rb3Yx»", @host="x">
Rails params: Parameters: {"user"=>{"password"=>"«Tr0ub4dor-and-3»"}}
PHP array: Array ( [x-api-key] => «k7Qp2vN9sLw4Zt8Rb3Yx» [Accept] => */* )
PHP print_r: [password] => «Tr0ub4dor-and-3»
PHP var_dump: ["api_key"]=> string(20) "«k7Qp2vN9sLw4Zt8Rb3Yx»"
PHP var_export: array ( 'api_key' => '«k7Qp2vN9sLw4Zt8Rb3Yx»', )
PHP define: define('DB_PASSWORD', '«Tr0ub4dor-and-3»');
PHP getenv: $_ENV['API_KEY'] = '«k7Qp2vN9sLw4Zt8Rb3Yx»';
Rust debug: Config { api_key: "«k7Qp2vN9sLw4Zt8Rb3Yx»", retries: 2 }
Rust Some: Config { api_key: Some("«k7Qp2vN9sLw4Zt8Rb3Yx»"), retries: 2 }
Rust header map: {"x-api-key": "«k7Qp2vN9sLw4Zt8Rb3Yx»", "accept": "*/*"}
C# headers: Authorization: Bearer «0f8c1d2e3b4a59687766»; Accept: */*
.NET connection string: Server=db;User Id=sa;Password=«Tr0ub4dor-and-3»;Encrypt=true
.NET short connection string: Server=db;Uid=sa;Pwd=«Tr0ub4dor-and-3»;
Azure storage: DefaultEndpointsProtocol=https;AccountName=x;AccountKey=«Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MA==»;EndpointSuffix=core.windows.net
Azure service bus: Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=«Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MGFiY2Q=»
Azure SAS: https://x.blob.core.windows.net/c/b?sv=2022-11-02&sp=r&sig=«aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5z%2B8%3D»
JDBC: jdbc:postgresql://db:5432/app?user=app&password=«Tr0ub4dor-and-3»
JDBC of SQL Server: jdbc:sqlserver://db:1433;user=sa;password=«Tr0ub4dor-and-3»;
postgres URL: postgresql://app:«Tr0ub4dor-and-3»@db.internal:5432/app
postgres URL with signs: postgres://app:«p@ss/w:rd-9x»@db.internal/app
libpq keywords: host=db user=app password=«Tr0ub4dor-and-3» dbname=app
MongoDB URL: mongodb+srv://app:«Tr0ub4dor-and-3»@cluster0.abcde.mongodb.net/?retryWrites=true
Redis URL without a user: redis://:«Tr0ub4dor-and-3»@cache:6379/0
Redis command: AUTH «Tr0ub4dor-and-3x»
AMQP URL: amqps://svc:«Tr0ub4dor-and-3»@mq.internal/vhost
MySQL command: mysql -u root --password=«Tr0ub4dor-and-3» app
MySQL short option: mysqldump -uroot -p«Tr0ub4dor-and-3» app
SMTP URL: smtps://mailer%40x:«Tr0ub4dor-and-3»@smtp.x.com:465
git remote: https://oauth2:«k7Qp2vN9sLw4Zt8Rb3Yx»@gitlab.internal/team/app.git
git with a token alone: https://«k7Qp2vN9sLw4Zt8Rb3Yx»@git.internal/team/app.git
proxy URL: HTTPS_PROXY=http://svc:«Tr0ub4dor-and-3»@proxy.internal:3128
curl -v header: > X-Api-Key: «k7Qp2vN9sLw4Zt8Rb3Yx»
curl -v authorization: > Authorization: Basic «dXNlcjpUcjB1YjRkb3ItYW5kLTM=»
curl -v of HTTP/2: * [HTTP/2] [1] [x-api-key: «k7Qp2vN9sLw4Zt8Rb3Yx»]
curl --trace: => Send header: x-api-key: «k7Qp2vN9sLw4Zt8Rb3Yx»
curl command with -H: curl -H 'x-api-key: «k7Qp2vN9sLw4Zt8Rb3Yx»' https://api.anthropic.com
curl command with double quotes: curl --header "Authorization: Bearer «0f8c1d2e3b4a59687766»" https://x
curl command with -u: curl -u svc:«Tr0ub4dor-and-3» https://x
curl --user: curl --user 'svc:«Tr0ub4dor-and-3»' https://x
curl cookies: curl -b 'session=«0f8c1d2e3b4a59687766»' https://x
wget: wget --header='X-Auth-Token: «0f8c1d2e3b4a59687766»' https://x
wget password: wget --user=svc --password='«Tr0ub4dor-and-3»' https://x
HTTPie: http POST x Authorization:'Bearer «0f8c1d2e3b4a59687766»'
nginx log: 10.0.0.1 - - [28/Nov/2026:10:00:00 +0000] "GET /v1?api_key=«k7Qp2vN9sLw4Zt8Rb3Yx» HTTP/1.1" 200
nginx log of a token: "GET /cb?access_token=«0f8c1d2e3b4a59687766»&state=1 HTTP/2.0" 302
nginx variable: set $api_key "«k7Qp2vN9sLw4Zt8Rb3Yx»";
nginx header: proxy_set_header X-Api-Key «k7Qp2vN9sLw4Zt8Rb3Yx»;
nginx authorization: proxy_set_header Authorization "Bearer «0f8c1d2e3b4a59687766»";
Apache header: RequestHeader set X-Api-Key "«k7Qp2vN9sLw4Zt8Rb3Yx»"
HAProxy: http-request set-header X-Api-Key «k7Qp2vN9sLw4Zt8Rb3Yx»
HAR: {"name":"x-api-key","value":"«k7Qp2vN9sLw4Zt8Rb3Yx»"}
HAR of authorization: {"name": "Authorization", "value": "Bearer «0f8c1d2e3b4a59687766»"}
HAR of a cookie: {"name":"Cookie","value":"sid=«0f8c1d2e3b4a59687766»"}
HAR the other way round: {"value":"«k7Qp2vN9sLw4Zt8Rb3Yx»","name":"x-api-key"}
Sentry pair: ["Authorization","Bearer «0f8c1d2e3b4a59687766»"]
Sentry pair of a key: ["X-Api-Key", "«k7Qp2vN9sLw4Zt8Rb3Yx»"]
Sentry extra: extra: { apiKey: '«k7Qp2vN9sLw4Zt8Rb3Yx»' }
Node.js raw headers: rawHeaders: [ 'x-api-key', '«k7Qp2vN9sLw4Zt8Rb3Yx»', 'accept', '*/*' ]
Node.js symbol: [Symbol(kHeaders)]: { 'x-api-key': [ 'x-api-key', '«k7Qp2vN9sLw4Zt8Rb3Yx»' ] }
Node.js Map: Map(2) { 'x-api-key' => '«k7Qp2vN9sLw4Zt8Rb3Yx»', 'accept' => '*/*' }
Node.js Headers: Headers { 'x-api-key': '«k7Qp2vN9sLw4Zt8Rb3Yx»' }
axios _header: _header: 'POST / HTTP/1.1\r\nx-api-key: «k7Qp2vN9sLw4Zt8Rb3Yx»\r\nHost: x\r\n'
pino: {"level":50,"req":{"headers":{"x-api-key":"«k7Qp2vN9sLw4Zt8Rb3Yx»"}}}
pino escaped: "{\"headers\":{\"x-api-key\":\"«k7Qp2vN9sLw4Zt8Rb3Yx»\"}}"
twice escaped: "{\\\"x-api-key\\\":\\\"«k7Qp2vN9sLw4Zt8Rb3Yx»\\\"}"
escaped with u0022: {\u0022x-api-key\u0022:\u0022«k7Qp2vN9sLw4Zt8Rb3Yx»\u0022}
HTML entities: &quot;x-api-key&quot;:&quot;«k7Qp2vN9sLw4Zt8Rb3Yx»&quot;
HTML attribute: <input type="password" name="password" value="«Tr0ub4dor-and-3»">
HTML meta: <meta name="csrf-token" content="«0f8c1d2e3b4a59687766»">
XML: <apiKey>«k7Qp2vN9sLw4Zt8Rb3Yx»</apiKey>
XML of a password: <password>«Tr0ub4dor-and-3»</password>
XML attribute: <add key="ApiKey" value="«k7Qp2vN9sLw4Zt8Rb3Yx»" />
Maven settings: <server><id>x</id><password>«Tr0ub4dor-and-3»</password></server>
SOAP: <wsse:Password Type="x#PasswordText">«Tr0ub4dor-and-3»</wsse:Password>
AWS error of STS: <SecretAccessKey>«wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzKEY»</SecretAccessKey>
AWS session token in XML: <SessionToken>«FwoGZXIvYXdzEBYaDHqa0AP1234567890»</SessionToken>
YAML: api_key: «k7Qp2vN9sLw4Zt8Rb3Yx»
YAML of a password: password: "«Tr0ub4dor-and-3»"
YAML block: token: >- «0f8c1d2e3b4a59687766»
TOML: secret_key = "«k7Qp2vN9sLw4Zt8Rb3Yx»"
INI: password=«Tr0ub4dor-and-3»
.env: ANTHROPIC_API_KEY=«k7Qp2vN9sLw4Zt8Rb3Yx»
.env with export: export STRIPE_SECRET="«k7Qp2vN9sLw4Zt8Rb3Yx»"
.env of JWT: JWT_SECRET=«k7Qp2vN9sLw4Zt8Rb3Yx»
.env of an encryption key: ENCRYPTION_KEY=«k7Qp2vN9sLw4Zt8Rb3Yx»
.env of a signing key: SIGNING_KEY=«k7Qp2vN9sLw4Zt8Rb3Yx»
.env of a personal token: GITLAB_PAT=«k7Qp2vN9sLw4Zt8Rb3Yx»
.env of a database: DB_PASS=«Tr0ub4dor-and-3»
.env of a key for one purpose: ANTHROPIC_API_KEY_PROD=«3fJ8kQ2mZx9»
.env of a numbered key: API_KEY2=«3fJ8kQ2mZx9»
.env of a password for one purpose: DB_PASSWORD_PROD=«hunter2hunter2»
.env of a token of one vendor: TOKEN_GITHUB=«3fJ8kQ2mZx9»
.env of Bedrock: AWS_BEARER_TOKEN_BEDROCK=«ABSKQmVkcm9ja0FQSUtleS1hYjEyLWF0LTEyMzQ1Njc4OTAxMjovWElhTEhRRHp3NCtnK1FkN2RvOWV2R1hnZkFH==»
.env of another key: OPENAI_KEY=«abc123def456ghi»
YAML of another key: ANTHROPIC_KEY: «3fJ8kQ2mZx9»
JSON of another key: {"openaiKey":"«3fJ8kQ2mZx9»"}
HAR of another key: {"name":"x-functions-key","value":"«3fJ8kQ2mZx9»"}
cmd.exe, another key: setx OPENAI_KEY «3fJ8kQ2mZx9»
Azure Functions: x-functions-key: «3fJ8kQ2mZx9»
Claude Code's helper: apiKeyHelper: «3fJ8kQ2mZx9»
a sentence with a key of Bedrock: the key «ABSKQmVkcm9ja0FQSUtleS1hYjEyLWF0LTEyMzQ1Njc4OTAxMjovWElhTEhRRHp3NCtnK1FkN2RvOWV2R1hnZkFH» is expired
a short-lived key of Bedrock: Bearer bedrock-api-key-«YmVkcm9jay5hbWF6b25hd3MuY29tLz9BY3Rpb249Q2Fsb/FdpdGhCZWFyZXJUb2tlbiZY+LUFtei1BbGdvcml0aG0=»
.env of PGPASSWORD: PGPASSWORD=«Tr0ub4dor-and-3» psql app
fish: set -x ANTHROPIC_AUTH_TOKEN «k7Qp2vN9sLw4Zt8Rb3Yx»
PowerShell: $env:ANTHROPIC_API_KEY = "«k7Qp2vN9sLw4Zt8Rb3Yx»"
cmd.exe: setx API_KEY «k7Qp2vN9sLw4Zt8Rb3Yx»
netrc: machine api.x.com login svc password «Tr0ub4dor-and-3»
npmrc: //registry.internal/:_authToken=«k7Qp2vN9sLw4Zt8Rb3Yx»
npmrc of basic: //registry.internal/:_auth=«dXNlcjpUcjB1YjRkb3ItYW5kLTM=»
npmrc of a password: //registry.internal/:_password=«VHIwdWI0ZG9yLWFuZC0z»
pip: --index-url https://svc:«Tr0ub4dor-and-3»@pypi.internal/simple
docker inspect: "Env": ["PATH=/usr/bin", "API_KEY=«k7Qp2vN9sLw4Zt8Rb3Yx»"]
docker run: docker run -e API_KEY=«k7Qp2vN9sLw4Zt8Rb3Yx» app
docker login: docker login -u svc -p «Tr0ub4dor-and-3» registry.internal
docker config: {"auths":{"registry.internal":{"auth":"«dXNlcjpUcjB1YjRkb3ItYW5kLTM=»"}}}
kubectl describe: ANTHROPIC_API_KEY: «k7Qp2vN9sLw4Zt8Rb3Yx»
kubectl of env: - name: ANTHROPIC_API_KEY value: «k7Qp2vN9sLw4Zt8Rb3Yx»
kubectl env as JSON: {"name":"DB_PASSWORD","value":"«Tr0ub4dor-and-3»"}
kubectl literal: kubectl create secret generic x --from-literal=api-key=«k7Qp2vN9sLw4Zt8Rb3Yx»
kubeconfig: users: - user: token: «0f8c1d2e3b4a59687766»
kubeconfig key: client-key-data: «LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0tLQ==»
Helm: --set apiKey=«k7Qp2vN9sLw4Zt8Rb3Yx» --wait
terraform plan: + api_key = "«k7Qp2vN9sLw4Zt8Rb3Yx»"
terraform change: ~ password = "«Tr0ub4dor-and-3»" -> "«Corr3ct-h0rse-9»"
terraform variable: -var='db_password=«Tr0ub4dor-and-3»'
terraform state: "secret_string": "«k7Qp2vN9sLw4Zt8Rb3Yx»"
Ansible: ansible_become_pass: «Tr0ub4dor-and-3»
GitHub Actions: env: TOKEN: «0f8c1d2e3b4a59687766»
systemd: Environment="API_KEY=«k7Qp2vN9sLw4Zt8Rb3Yx»"
cookie header: Cookie: theme=dark; sid=«0f8c1d2e3b4a59687766»; lang=en
lower-case cookie: cookie: connect.sid=s%3A«0f8c1d2e3b4a59687766»
set-cookie: set-cookie: __Host-session=«0f8c1d2e3b4a59687766»; Path=/; HttpOnly
cookie in Go: map[Cookie:[sid=«0f8c1d2e3b4a59687766»]]
cookie in Java: {Cookie=[JSESSIONID=«0F8C1D2E3B4A59687766»]}
bare session cookie: JSESSIONID=«0F8C1D2E3B4A59687766»
bare PHP session: PHPSESSID=«0f8c1d2e3b4a59687766»
Netscape cookie jar: .x.com TRUE / TRUE 0 session_token «0f8c1d2e3b4a59687766»
JWT header and body: token eyJhbGciOiJSUzI1NiJ9.«eyJzdWIiOiIxMjM0NTY3ODkwIn0»
JWT body alone: claims «eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkoifQ»
JWT with blanks: eyJhbGciOiJSUzI1NiJ9 . «eyJzdWIiOiIxMjM0NTY3ODkwIn0» . «kQ7Zp2vN9sLw4Zt8Rb3Yx»
upper-case header: X-API-KEY: «k7Qp2vN9sLw4Zt8Rb3Yx»
lower-case bearer: authorization: bearer «0f8c1d2e3b4a59687766»
upper-case bearer: AUTHORIZATION: BEARER «0F8C1D2E3B4A59687766»
header of a proxy: Proxy-Authorization: Basic «dXNlcjpUcjB1YjRkb3ItYW5kLTM=»
header with underscore: HTTP_X_API_KEY: «k7Qp2vN9sLw4Zt8Rb3Yx»
WSGI authorization: 'HTTP_AUTHORIZATION': 'Bearer «0f8c1d2e3b4a59687766»'
Azure's header: Ocp-Apim-Subscription-Key: «0f8c1d2e3b4a59687766aabb»
api-key of Azure OpenAI: api-key: «0f8c1d2e3b4a59687766aabb»
Google's header: x-goog-api-key: «k7Qp2vN9sLw4Zt8Rb3Yx»
Vault's header: X-Vault-Token: «hvs.CAESIJ7k2m9w3z8x7c6v5b4n»
Vault token alone: using «hvs.CAESIJ7k2m9w3z8x7c6v5b4nQ1w2e3r4» to read
GitHub's header: Authorization: token «0f8c1d2e3b4a59687766»
Digest: Authorization: Digest username="svc", response="«6629fae49393a05397450978507c4ef1»"
AWS SigV4: Authorization: AWS4-HMAC-SHA256 Credential=AKIAQQ2ZJ4X7EXAMPLEQ/20261128/us-east-1/bedrock/aws4_request, Signature=«5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7»
AWS presigned: ?X-Amz-Signature=«5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7»&X-Amz-Expires=60
AWS credentials file: aws_secret_access_key = «wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzKEY»
AWS JSON: "SecretAccessKey": "«wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzKEY»"
Google service account: "private_key_id": "«0f8c1d2e3b4a596877660f8c1d2e3b4a59687766»"
OAuth form: grant_type=refresh_token&refresh_token=«0f8c1d2e3b4a59687766»&client_id=x
OAuth form first: client_secret=«k7Qp2vN9sLw4Zt8Rb3Yx»&client_id=x
OAuth fragment: https://app.x.com/cb#access_token=«0f8c1d2e3b4a59687766»&expires_in=60
double percent: callback%253Faccess_token%253D«0f8c1d2e3b4a59687766»
websocket URL: wss://x/socket?token=«0f8c1d2e3b4a59687766»
Slack webhook: https://hooks.slack.com/services/T0AAAAAAA/B0AAAAAAA/«k7Qp2vN9sLw4Zt8Rb3YxAbCd»
Discord webhook: https://discord.com/api/webhooks/123456789012345678/«k7Qp2vN9sLw4Zt8Rb3YxAbCdEfGhIjKlMnOp_-QrStUvWxYz012345»
Telegram bot: https://api.telegram.org/bot123456789:«AAk7Qp2vN9sLw4Zt8Rb3YxAbCdEfGhIjKl»/getMe
Sentry DSN: https://«0f8c1d2e3b4a596877660f8c1d2e3b4a»@o1.ingest.sentry.io/1
key wrapped at 64 columns: sk-ant-api03-«k7Qp2vN9sLw4Zt8Rb3YxAbCdEfGhIjKlMnOpQrStUvWxYz0123456789»\n«AbCd1EfGh2IjKl3MnOp4QrSt5UvWxYz6»
key wrapped in quotes: "sk-ant-api03-«k7Qp2vN9sLw4Zt8Rb3Yx»" + "«AbCd1EfGh2IjKl3MnOp4»"
URL-safe base64 of a header: «eC1hcGkta2V5OiBzay1hbnQtYXBpMDMtazdRcDJ2TjlzTHc0WnQ4UmIzWXg»
key in a path: https://gateway.x.com/sk-ant-api03-«k7Qp2vN9sLw4Zt8Rb3Yx»/v1/messages
Erlang: [{<<"x-api-key">>,<<"«k7Qp2vN9sLw4Zt8Rb3Yx»">>}]
Elixir: %{"x-api-key" => "«k7Qp2vN9sLw4Zt8Rb3Yx»", model: "x"}
Elixir keyword: [api_key: "«k7Qp2vN9sLw4Zt8Rb3Yx»", timeout: 60]
Clojure: {:api-key "«k7Qp2vN9sLw4Zt8Rb3Yx»", :timeout 60}
Swift: ["x-api-key": "«k7Qp2vN9sLw4Zt8Rb3Yx»", "accept": "*/*"]
Objective-C: { "X-Api-Key" = "«k7Qp2vN9sLw4Zt8Rb3Yx»"; }
logfmt: level=error api_key=«k7Qp2vN9sLw4Zt8Rb3Yx» msg=failed
logfmt of authorization: authorization="Bearer «0f8c1d2e3b4a59687766»" status=401
a sentence with a password: login failed for svc with password «Tr0ub4dor-and-3»
a sentence with a key: invalid api key: «k7Qp2vN9sLw4Zt8Rb3Yx»
a sentence with a quoted key: The API key "«k7Qp2vN9sLw4Zt8Rb3Yx»" is not valid
a sentence with a key in backquotes: Unknown API key ${'`'}«k7Qp2vN9sLw4Zt8Rb3Yx»${'`'}
gRPC of Node.js: Error: Metadata string value "«k7Qp2vN9sLw4Zt8Rb3Yx»​" contains illegal characters
h11 of Python: Illegal header value b'«k7Qp2vN9sLw4Zt8Rb3Yx»\\n'
http.client of Python: ValueError: Invalid header value b'«k7Qp2vN9sLw4Zt8Rb3Yx»\\n'
requests of Python: Invalid leading whitespace, reserved character(s), or return character(s) in header value: '«k7Qp2vN9sLw4Zt8Rb3Yx»\\n'
a header of Java: IllegalArgumentException: invalid header value: "«k7Qp2vN9sLw4Zt8Rb3Yx»\\n"
a header of .NET: FormatException: The format of value '«k7Qp2vN9sLw4Zt8Rb3Yx»' is invalid.
SAML in an address: https://sso.x.com/login?SAMLRequest=«fZFBT8MwDIXvSPyHqN9ZtqXa»&RelayState=1
SAML in a form: <input type="hidden" name="SAMLResponse" value="«PHNhbWxwOlJlc3BvbnNlIHhtbG5z»"/>
SAML in a body: SAMLResponse=«PHNhbWxwOlJlc3BvbnNlIHhtbG5z»&RelayState=1
a ticket of CAS: https://sso.x.com/?ticket=«ST-1856339-aA5Yuvrxzpv8Tau1cYQ7»
a ticket of CAS in a sentence: Ticket «TGT-1-Qa5sdf87sdf6sd5f6sd5f4-cas» not recognized
an assertion of OAuth: POST /token?grant_type=x&client_assertion=«k7Qp2vN9sLw4Zt8Rb3Yx»
OpenAI's sentence: Incorrect API key provided: «k7Qp2vN9sLw4Zt8Rb3Yx». You can find your key at x
`;

export const FORM_POSITIVES: readonly Positive[] = FORMS.trim()
  .split('\n')
  .map((line) => {
    const at = line.indexOf(': ');
    const marked = line.slice(at + 2).replaceAll('\\n', '\n');
    return {
      what: line.slice(0, at),
      text: marked.replace(/[«»]/g, ''),
      secrets: [...marked.matchAll(/«([^»]*)»/g)].map(([, secret = '']) => secret),
    };
  });
