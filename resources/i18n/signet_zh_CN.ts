<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>ApplicationDetail</name>
    <message>
        <source>Flow</source>
        <translation>流程</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>用印申请</translation>
    </message>
    <message>
        <source>number follows</source>
        <translation>编号待定</translation>
    </message>
    <message>
        <source>Seal</source>
        <translation>印章</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>申请事由</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>文件份数</translation>
    </message>
    <message>
        <source>Number of uses</source>
        <translation>用印次数</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>用印时间</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Copied to</source>
        <translation>抄送</translation>
    </message>
    <message>
        <source>applied</source>
        <translation>提交申请</translation>
    </message>
    <message>
        <source>no reason given</source>
        <translation>未填写</translation>
    </message>
</context>
<context>
    <name>ApplicationForm</name>
    <message>
        <source>New application</source>
        <translation>发起申请</translation>
    </message>
    <message>
        <source>Seal</source>
        <translation>印章</translation>
    </message>
    <message>
        <source>Document name</source>
        <translation>文件名称</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>申请事由</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>文件份数</translation>
    </message>
    <message>
        <source>Number of uses</source>
        <translation>用印次数</translation>
    </message>
    <message>
        <source>0 is unlimited, at most 500</source>
        <translation>0 为不限次数，最多 500 次</translation>
    </message>
    <message>
        <source>From</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>结束时间</translation>
    </message>
    <message>
        <source>Flow</source>
        <translation>流程</translation>
    </message>
    <message>
        <source>Approval flow of this seal</source>
        <translation>该印章的审批流程</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Submit</source>
        <translation>提交</translation>
    </message>
</context>
<context>
    <name>ApplicationsPage</name>
    <message>
        <source>Search document or number</source>
        <translation>搜索文件或编号</translation>
    </message>
    <message>
        <source>New application</source>
        <translation>发起申请</translation>
    </message>
    <message>
        <source>My applications</source>
        <translation>我的申请</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>In approval</source>
        <translation>审批中</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>已驳回</translation>
    </message>
    <message>
        <source>Authorized</source>
        <translation>已授权</translation>
    </message>
    <message>
        <source>Filter by state</source>
        <translation>按状态筛选</translation>
    </message>
    <message>
        <source>Nothing chosen</source>
        <translation>未选择</translation>
    </message>
    <message>
        <source>Choose an application at the left.</source>
        <translation>请在左侧选择一项申请。</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>No application yet</source>
        <translation>还没有申请</translation>
    </message>
    <message>
        <source>Apply for a use, and its way through approval is shown here.</source>
        <translation>发起申请后，可在此查看审批进度。</translation>
    </message>
    <message>
        <source>Application submitted</source>
        <translation>申请已提交</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>发送中</translation>
    </message>
</context>
<context>
    <name>ApprovalsPage</name>
    <message>
        <source>Approvals inbox</source>
        <translation>审批收件箱</translation>
    </message>
    <message>
        <source>To do</source>
        <translation>待处理</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已处理</translation>
    </message>
    <message>
        <source>Copied to me</source>
        <translation>抄送我</translation>
    </message>
    <message>
        <source>Search document, person or number</source>
        <translation>搜索文件、人员或编号</translation>
    </message>
    <message>
        <source>Nothing waits for you</source>
        <translation>没有待您处理的申请</translation>
    </message>
    <message>
        <source>New applications appear here.</source>
        <translation>新的申请会出现在这里。</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>A note for the applicant; a reason if you reject</source>
        <translation>给申请人的留言；驳回时请填写理由</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>留言</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>驳回</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>通过</translation>
    </message>
    <message>
        <source>Authorize</source>
        <translation>下发授权</translation>
    </message>
    <message>
        <source>Nothing decided yet</source>
        <translation>还没有处理过申请</translation>
    </message>
    <message>
        <source>What you approve or reject is kept here.</source>
        <translation>您通过或驳回的申请会保留在这里。</translation>
    </message>
    <message>
        <source>Nothing copied to you</source>
        <translation>没有抄送给您的申请</translation>
    </message>
    <message>
        <source>Applications copied to you appear here.</source>
        <translation>抄送给您的申请会出现在这里。</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>Try other words.</source>
        <translation>请换一个关键词。</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>已通过</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>已驳回</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>发送中</translation>
    </message>
</context>
<context>
    <name>AuthorizationDialog</name>
    <message>
        <source>Authorize a use</source>
        <translation>下发授权</translation>
    </message>
    <message>
        <source>A photo of each impression</source>
        <translation>盖章拍照（每次盖章一张）</translation>
    </message>
    <message>
        <source>0 is unlimited, at most 500</source>
        <translation>0 为不限次数，最多 500 次</translation>
    </message>
    <message>
        <source>Applied for: {0}</source>
        <translation>申请次数：{0}</translation>
    </message>
    <message>
        <source>User</source>
        <translation>使用人</translation>
    </message>
    <message>
        <source>Seal</source>
        <translation>印章</translation>
    </message>
    <message>
        <source>Number of uses</source>
        <translation>用印次数</translation>
    </message>
    <message>
        <source>From</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>结束时间</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>用印文件</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>申请事由</translation>
    </message>
    <message>
        <source>Period applied for</source>
        <translation>申请的时间</translation>
    </message>
    <message>
        <source>Physical seal; direct: it may be used as soon as the seal has heard of it.</source>
        <translation>物理印章；直接授权：印章收到后即可使用。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Issue</source>
        <translation>下发授权</translation>
    </message>
    <message>
        <source>Authorization issued</source>
        <translation>授权已下发</translation>
    </message>
</context>
<context>
    <name>AuthorizationsPage</name>
    <message>
        <source>Issue without application</source>
        <translation>直接下发授权</translation>
    </message>
    <message>
        <source>No authorization yet</source>
        <translation>还没有授权</translation>
    </message>
    <message>
        <source>What you issue is listed here.</source>
        <translation>您下发的授权会列在这里。</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>Uses</source>
        <translation>使用记录</translation>
    </message>
    <message>
        <source>End use</source>
        <translation>结束用印</translation>
    </message>
    <message>
        <source>End a use as soon as it is over; until then nobody else can use the seal.</source>
        <translation>用印完成后请及时结束用印，否则他人无法使用该印章。</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>已用次数</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>用印时间</translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>授权人</translation>
    </message>
    <message>
        <source>Photo of each impression</source>
        <translation>盖章拍照</translation>
    </message>
    <message>
        <source>required</source>
        <translation>需要</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>用印文件</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>用印申请</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>用印结束</translation>
    </message>
    <message>
        <source>Authorization</source>
        <translation>授权</translation>
    </message>
    <message>
        <source>The seal refuses every press as soon as it has heard of it. This cannot be undone.</source>
        <translation>印章收到后将拒绝任何盖章。此操作不可撤销。</translation>
    </message>
    <message>
        <source>End this use?</source>
        <translation>确定结束用印？</translation>
    </message>
    <message>
        <source>Use ended</source>
        <translation>用印已结束</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>发送中</translation>
    </message>
</context>
<context>
    <name>BindingDialog</name>
    <message>
        <source>Bind a seal</source>
        <translation>绑定印章</translation>
    </message>
    <message>
        <source>Seals that are heard</source>
        <translation>附近的印章</translation>
    </message>
    <message>
        <source>Listening …</source>
        <translation>正在搜索…</translation>
    </message>
    <message>
        <source>No seal is heard yet. Is it switched on and near?</source>
        <translation>尚未发现印章。请确认印章已开机并在附近。</translation>
    </message>
    <message>
        <source>Switch the seal on and keep it near. No pairing in the system&apos;s settings is needed.</source>
        <translation>请将印章开机并放在附近，无需在系统设置中配对。</translation>
    </message>
    <message>
        <source>The six digits on the seal&apos;s screen; they hold for five minutes.</source>
        <translation>印章屏幕上的 6 位数字，5 分钟内有效。</translation>
    </message>
    <message>
        <source>Number on the seal</source>
        <translation>印章屏幕上的绑定码</translation>
    </message>
    <message>
        <source>Name of the seal</source>
        <translation>印章名称</translation>
    </message>
    <message>
        <source>As people will call it</source>
        <translation>大家对它的称呼</translation>
    </message>
    <message>
        <source>Show a new number</source>
        <translation>显示新的绑定码</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Bind</source>
        <translation>绑定</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Connecting to the seal …</source>
        <translation>正在连接印章…</translation>
    </message>
    <message>
        <source>Waiting for the cloud …</source>
        <translation>正在等待云平台…</translation>
    </message>
    <message>
        <source>Binding the seal …</source>
        <translation>正在绑定印章…</translation>
    </message>
    <message>
        <source>Telling the cloud …</source>
        <translation>正在上报云平台…</translation>
    </message>
    <message>
        <source>The seal is bound</source>
        <translation>印章绑定成功</translation>
    </message>
    <message>
        <source>Its screen asks for an authorization now. Next: choose keepers and the approval flow.</source>
        <translation>印章屏幕已显示“请授权使用”。接下来请设置管章人和审批流程。</translation>
    </message>
    <message>
        <source>{0} is bound</source>
        <translation>{0} 绑定成功</translation>
    </message>
    <message>
        <source>Tries left: {0}</source>
        <translation>还可尝试 {0} 次。</translation>
    </message>
    <message>
        <source>Somebody else is connected to this seal.</source>
        <translation>已有他人连接该印章。</translation>
    </message>
    <message>
        <source>This seal is bound already.</source>
        <translation>该印章已被绑定。</translation>
    </message>
    <message>
        <source>In use by somebody</source>
        <translation>他人正在使用</translation>
    </message>
    <message>
        <source>battery {0} %</source>
        <translation>电量 {0}%</translation>
    </message>
</context>
<context>
    <name>CodeForm</name>
    <message>
        <source>Open</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Six digits, sent to {0}</source>
        <translation>六位数字，发送至 {0}</translation>
    </message>
    <message>
        <source>New code</source>
        <translation>新验证码</translation>
    </message>
    <message>
        <source>This phone number belongs to somebody else by now. Sign out, then sign in anew.</source>
        <translation>该手机号已属于其他人，请退出登录后重新登录。</translation>
    </message>
    <message>
        <source>The cloud cannot be reached. Check the network and try again.</source>
        <translation>无法连接云平台，请检查网络后重试。</translation>
    </message>
    <message>
        <source>That did not work. Sign out, then sign in anew.</source>
        <translation>未能解锁，请退出登录后重新登录。</translation>
    </message>
    <message>
        <source>Again in {0} s</source>
        <translation>{0} 秒后重发</translation>
    </message>
    <message>
        <source>Send code</source>
        <translation>获取验证码</translation>
    </message>
</context>
<context>
    <name>Console</name>
    <message>
        <source>It goes on here. To end it, choose Quit from the menu of this icon.</source>
        <translation>印信仍在此运行。要退出，请在此图标的菜单中选择“退出”。</translation>
    </message>
    <message>
        <source>Signet</source>
        <translation>印信</translation>
    </message>
</context>
<context>
    <name>FactList</name>
    <message>
        <source>Copy {0}</source>
        <translation>复制{0}</translation>
    </message>
</context>
<context>
    <name>FaultDialog</name>
    <message>
        <source>Something went wrong</source>
        <translation>程序出错了</translation>
    </message>
    <message>
        <source>Trace</source>
        <translation>错误详情</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>This is a fault of the program, not yours. What you did is kept. Please send us the text below.</source>
        <translation>这是程序的问题，不是您的操作造成的。您已完成的操作都已保存。请将下面的内容发给我们。</translation>
    </message>
</context>
<context>
    <name>LockCard</name>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
    <message>
        <source> min</source>
        <translation> 分钟</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>Also with the system&apos;s own lock, and with Ctrl+L. Then a seal in hand is put down.</source>
        <translation>系统锁屏或按 Ctrl+L 时也会锁定，正在使用的印章会被放下。</translation>
    </message>
    <message>
        <source>Locks when nobody has been here for</source>
        <translation>无人操作多久后锁定</translation>
    </message>
    <message>
        <source>PIN until now</source>
        <translation>原 PIN 码</translation>
    </message>
    <message>
        <source>New PIN</source>
        <translation>新 PIN 码</translation>
    </message>
    <message>
        <source>Six digits or more</source>
        <translation>至少六位数字</translation>
    </message>
    <message>
        <source>New PIN once more</source>
        <translation>再次输入新 PIN 码</translation>
    </message>
    <message>
        <source>Remove the PIN</source>
        <translation>删除 PIN 码</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>The keyring does not answer; whether there is a PIN cannot be told.</source>
        <translation>系统密钥环没有应答，无法得知是否设置了 PIN 码。</translation>
    </message>
    <message>
        <source>It opens with your PIN, or with a new code that is sent to your phone.</source>
        <translation>用 PIN 码解锁，或用发送到您手机的新验证码解锁。</translation>
    </message>
    <message>
        <source>Without a PIN it opens only with a new code sent to your phone, which needs the cloud.</source>
        <translation>未设置 PIN 码：只能用发送到您手机的新验证码解锁，需要连接云平台。</translation>
    </message>
    <message>
        <source>Change the PIN</source>
        <translation>修改 PIN 码</translation>
    </message>
    <message>
        <source>Set a PIN</source>
        <translation>设置 PIN 码</translation>
    </message>
    <message>
        <source>The keyring does not answer. Nothing was changed.</source>
        <translation>系统密钥环没有应答，未作更改。</translation>
    </message>
    <message>
        <source>The PIN is removed</source>
        <translation>PIN 码已删除</translation>
    </message>
    <message>
        <source>The PIN is set</source>
        <translation>PIN 码已设置</translation>
    </message>
    <message>
        <source>A PIN has six digits or more, and digits only.</source>
        <translation>PIN 码至少六位，且只能是数字。</translation>
    </message>
    <message>
        <source>This is not the same as the new PIN.</source>
        <translation>两次输入的 PIN 码不一致。</translation>
    </message>
    <message>
        <source>This is not the PIN. Tries left: {0}</source>
        <translation>PIN 码不正确，还可尝试 {0} 次。</translation>
    </message>
</context>
<context>
    <name>LockScreen</name>
    <message>
        <source>Signet is locked</source>
        <translation>印信已锁定</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN 码</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>The keyring with the PIN does not answer. A new code opens.</source>
        <translation>保存 PIN 码的系统密钥环没有应答，请用新验证码解锁。</translation>
    </message>
    <message>
        <source>This is not the PIN. Tries left: {0}</source>
        <translation>PIN 码不正确，还可尝试 {0} 次。</translation>
    </message>
    <message>
        <source>Open with the PIN</source>
        <translation>用 PIN 码解锁</translation>
    </message>
    <message>
        <source>Open with a new code</source>
        <translation>用新验证码解锁</translation>
    </message>
    <message>
        <source>Too many wrong PINs. Only a new code opens.</source>
        <translation>PIN 码错误次数过多，只能用新验证码解锁。</translation>
    </message>
</context>
<context>
    <name>MapPage</name>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>Seals that are bound to your organization appear here with their last position.</source>
        <translation>单位绑定的印章及其最近位置会显示在这里。</translation>
    </message>
    <message>
        <source>No seal is bound yet</source>
        <translation>单位未绑定设备</translation>
    </message>
    <message>
        <source>no position known</source>
        <translation>位置未知</translation>
    </message>
    <message>
        <source>Track of the latest {0} uses</source>
        <translation>最近 {0} 次使用的轨迹</translation>
    </message>
    <message>
        <source>No use with a position</source>
        <translation>没有带位置的使用记录</translation>
    </message>
</context>
<context>
    <name>MapView</name>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>The map has stopped</source>
        <translation>地图已停止</translation>
    </message>
    <message>
        <source>Nothing is lost. Open it again.</source>
        <translation>数据没有丢失，请重新打开。</translation>
    </message>
    <message>
        <source>Open the map again</source>
        <translation>重新打开地图</translation>
    </message>
    <message>
        <source>Opening the map</source>
        <translation>正在打开地图</translation>
    </message>
</context>
<context>
    <name>Press</name>
    <message>
        <source>beyond the authorized number of uses</source>
        <translation>超出授权次数</translation>
    </message>
    <message>
        <source>outside the authorized time</source>
        <translation>超出授权时间</translation>
    </message>
    <message>
        <source>without authorization</source>
        <translation>未进行授权</translation>
    </message>
    <message>
        <source>after loss lock</source>
        <translation>挂失锁定后</translation>
    </message>
    <message>
        <source>stand out while switched off</source>
        <translation>拉伸状态下，关机过程中</translation>
    </message>
    <message>
        <source>stand still out after the use ended</source>
        <translation>授权使用结束，支架未收回</translation>
    </message>
    <message>
        <source>bound, but never authorized yet</source>
        <translation>绑定后尚未授权</translation>
    </message>
    <message>
        <source>while the address code was shown</source>
        <translation>二维码状态下</translation>
    </message>
    <message>
        <source>while the screen was off</source>
        <translation>熄屏状态下</translation>
    </message>
    <message>
        <source>locked while it was off</source>
        <translation>关机时已下发锁定</translation>
    </message>
    <message>
        <source>Impression {}: recorded as normal</source>
        <translation>第 {} 次盖章：已记录</translation>
    </message>
    <message>
        <source>Impression {}: refused, recorded as abnormal ({})</source>
        <translation>第 {} 次盖章：已拒绝，记为异常（{}）</translation>
    </message>
</context>
<context>
    <name>PressList</name>
    <message>
        <source>Impressions</source>
        <translation>盖章记录</translation>
    </message>
    <message>
        <source>Photo of the impression</source>
        <translation>盖章照片</translation>
    </message>
    <message>
        <source>No impression yet</source>
        <translation>还没有盖章</translation>
    </message>
    <message>
        <source>Each press appears here at once.</source>
        <translation>每次盖章会立即显示在这里。</translation>
    </message>
    <message>
        <source>Take the photo again</source>
        <translation>重新拍照</translation>
    </message>
    <message>
        <source>Add a photo …</source>
        <translation>补传照片…</translation>
    </message>
    <message>
        <source>no photo</source>
        <translation>无照片</translation>
    </message>
    <message>
        <source>taking the photo</source>
        <translation>正在拍照</translation>
    </message>
    <message>
        <source>photo kept</source>
        <translation>照片已保存</translation>
    </message>
    <message>
        <source>photo missing</source>
        <translation>缺少照片</translation>
    </message>
    <message>
        <source>Impression {0}</source>
        <translation>第 {0} 次盖章</translation>
    </message>
</context>
<context>
    <name>ReadyPage</name>
    <message>
        <source>Nothing chosen</source>
        <translation>未选择</translation>
    </message>
    <message>
        <source>Choose a use at the left.</source>
        <translation>请在左侧选择一项授权。</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>Go stamp</source>
        <translation>去盖章</translation>
    </message>
    <message>
        <source>Once an application of yours is authorized, you go and stamp from here.</source>
        <translation>您的申请获得授权后，可从这里去盖章。</translation>
    </message>
    <message>
        <source>Nothing to stamp</source>
        <translation>没有待使用的授权</translation>
    </message>
    <message>
        <source>Without application</source>
        <translation>无申请</translation>
    </message>
    <message>
        <source>Have the seal at hand and switched on.</source>
        <translation>请准备好印章并开机。</translation>
    </message>
    <message>
        <source>Seal</source>
        <translation>印章</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>已用次数</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>用印时间</translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>授权人</translation>
    </message>
    <message>
        <source>Photo of each impression</source>
        <translation>盖章拍照</translation>
    </message>
    <message>
        <source>required</source>
        <translation>需要</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>申请事由</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>文件份数</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>用印申请</translation>
    </message>
    <message>
        <source>It can be used from {0} on.</source>
        <translation>{0} 起可以使用。</translation>
    </message>
    <message>
        <source>All uses are used up; a keeper ends the use.</source>
        <translation>次数已用完，请管章人结束用印。</translation>
    </message>
    <message>
        <source>Its time is over; a keeper ends the use.</source>
        <translation>用印时间已过，请管章人结束用印。</translation>
    </message>
    <message>
        <source>until {0}</source>
        <translation>至 {0}</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>发送中</translation>
    </message>
</context>
<context>
    <name>RefusedPopup</name>
    <message>
        <source>Refused</source>
        <translation>被拒绝的操作</translation>
    </message>
    <message>
        <source>Got it</source>
        <translation>知道了</translation>
    </message>
</context>
<context>
    <name>SealDetail</name>
    <message>
        <source>Member to become a keeper</source>
        <translation>选择管章人</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Add as a keeper</source>
        <translation>添加管章人</translation>
    </message>
    <message>
        <source>Keepers</source>
        <translation>管章人</translation>
    </message>
    <message>
        <source>Approval flow</source>
        <translation>审批流程</translation>
    </message>
    <message>
        <source>Approval template</source>
        <translation>审批模板</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Set the approval flow</source>
        <translation>设置审批流程</translation>
    </message>
    <message>
        <source>Go stamp</source>
        <translation>去盖章</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>GL (GPRS or Bluetooth)</source>
        <translation>GL（GPRS 或蓝牙）</translation>
    </message>
    <message>
        <source>L (Bluetooth)</source>
        <translation>L（蓝牙）</translation>
    </message>
    <message>
        <source>In reach</source>
        <translation>在附近</translation>
    </message>
    <message>
        <source>Use under way</source>
        <translation>当前用印</translation>
    </message>
    <message>
        <source>Battery</source>
        <translation>电量</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>使用记录</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Firmware</source>
        <translation>固件</translation>
    </message>
    <message>
        <source>Last heard</source>
        <translation>最近联系</translation>
    </message>
    <message>
        <source>Bound on</source>
        <translation>绑定时间</translation>
    </message>
    <message>
        <source>not heard by this computer</source>
        <translation>本机未发现</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>已有连接</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>序列号</translation>
    </message>
    <message>
        <source>yes, {0} dBm</source>
        <translation>是，{0} dBm</translation>
    </message>
    <message>
        <source>{0} still on the seal</source>
        <translation>{0} 条仍在印章内</translation>
    </message>
    <message>
        <source>all in the cloud or on this computer</source>
        <translation>全部已在云平台或本机</translation>
    </message>
    <message>
        <source>none yet: owner and administrator authorize</source>
        <translation>未设置：由主管理员和管理员授权</translation>
    </message>
    <message>
        <source>none: only the authorizing step is taken</source>
        <translation>未设置：仅需授权</translation>
    </message>
    <message>
        <source>not known here</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Owner or administrator</source>
        <translation>主管理员或管理员</translation>
    </message>
    <message>
        <source>Carried {0} of {1} records</source>
        <translation>已取回 {0}/{1} 条记录</translation>
    </message>
    <message>
        <source>Connecting to the seal …</source>
        <translation>正在连接印章…</translation>
    </message>
    <message>
        <source>Connect to carry orders and records at once.</source>
        <translation>连接后可立即传送指令和记录。</translation>
    </message>
</context>
<context>
    <name>SealWindow</name>
    <message>
        <source>What happened</source>
        <translation>最近动态</translation>
    </message>
    <message>
        <source>Press the seal</source>
        <translation>按压盖章</translation>
    </message>
    <message>
        <source>Stand out, cover off, then press. Keep the power key down for 3 s to switch.</source>
        <translation>先弹出支架、取下底盖，再按压盖章。长按开关键 3 秒开机或关机。</translation>
    </message>
    <message>
        <source>Nothing to press: first take the stand out and the cover off</source>
        <translation>无法按压：请先弹出支架并取下底盖</translation>
    </message>
    <message>
        <source>Switch off (hold 3 s)</source>
        <translation>关机（长按 3 秒）</translation>
    </message>
    <message>
        <source>Switch on (hold 3 s)</source>
        <translation>开机（长按 3 秒）</translation>
    </message>
    <message>
        <source>Put stand in</source>
        <translation>收回支架</translation>
    </message>
    <message>
        <source>Take stand out</source>
        <translation>弹出支架</translation>
    </message>
    <message>
        <source>Take cover off</source>
        <translation>取下底盖</translation>
    </message>
    <message>
        <source>Put cover on</source>
        <translation>盖上底盖</translation>
    </message>
    <message>
        <source>Screen off</source>
        <translation>屏幕已熄灭</translation>
    </message>
    <message>
        <source>Switched on</source>
        <translation>已开机</translation>
    </message>
    <message>
        <source>Switched off</source>
        <translation>已关机</translation>
    </message>
    <message>
        <source>A console is connected</source>
        <translation>控制台已连接</translation>
    </message>
    <message>
        <source>The console is gone</source>
        <translation>控制台已断开</translation>
    </message>
    <message>
        <source>Taken in hand</source>
        <translation>已取用</translation>
    </message>
    <message>
        <source>Out of hand</source>
        <translation>已交还</translation>
    </message>
    <message>
        <source>Screen: {}</source>
        <translation>屏幕：{}</translation>
    </message>
</context>
<context>
    <name>SealsPage</name>
    <message>
        <source>Bind a seal</source>
        <translation>绑定印章</translation>
    </message>
    <message>
        <source>No seal chosen</source>
        <translation>未选择印章</translation>
    </message>
    <message>
        <source>Choose one at the left.</source>
        <translation>请在左侧选择。</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>Switch the seal on, keep it near this computer, and bind it with the button above.</source>
        <translation>请将印章开机并放在电脑附近，然后用上方的按钮绑定。</translation>
    </message>
    <message>
        <source>No seal is bound yet</source>
        <translation>单位未绑定设备</translation>
    </message>
    <message>
        <source>Your owner or administrator binds seals; they appear here.</source>
        <translation>印章由主管理员或管理员绑定，绑定后显示在这里。</translation>
    </message>
    <message>
        <source>Connected; {0} orders delivered, {1} records carried.</source>
        <translation>已连接：送达 {0} 条指令，取回 {1} 条记录。</translation>
    </message>
    <message>
        <source>The use under way on it is yours.</source>
        <translation>当前用印属于您。</translation>
    </message>
    <message>
        <source>Keeper added</source>
        <translation>管章人已添加</translation>
    </message>
    <message>
        <source>Approval flow set</source>
        <translation>审批流程已设置</translation>
    </message>
    <message>
        <source>Seal bound</source>
        <translation>印章已绑定</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>发送中</translation>
    </message>
    <message>
        <source>{0} still on the seal</source>
        <translation>{0} 条仍在印章内</translation>
    </message>
    <message>
        <source>in reach</source>
        <translation>在附近</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Signed in</source>
        <translation>当前登录</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Phone number</source>
        <translation>手机号</translation>
    </message>
    <message>
        <source>Organization</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>Screens</source>
        <translation>界面</translation>
    </message>
    <message>
        <source>as the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>in the system&apos;s keyring</source>
        <translation>系统密钥环</translation>
    </message>
    <message>
        <source>in a file that only this account of the computer can read: no keyring was found here</source>
        <translation>仅本机当前账户可读的文件中（未找到系统密钥环）</translation>
    </message>
    <message>
        <source>This console</source>
        <translation>本控制台</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>控制台</translation>
    </message>
    <message>
        <source>Cloud</source>
        <translation>云平台</translation>
    </message>
    <message>
        <source>Keys are kept</source>
        <translation>密钥保存于</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>{0} actions have not been sent yet. They are kept here and sent when you sign in again.</source>
        <translation>还有 {0} 项操作尚未发送。它们会保存在本机，再次登录后发送。</translation>
    </message>
    <message>
        <source>Sign out?</source>
        <translation>确定退出登录？</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>Signet</source>
        <translation>印信</translation>
    </message>
    <message>
        <source>Seal console</source>
        <translation>印章控制台</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>位置导航</translation>
    </message>
    <message>
        <source>Current seal</source>
        <translation>当前印章</translation>
    </message>
    <message>
        <source>No seal yet</source>
        <translation>还没有印章</translation>
    </message>
</context>
<context>
    <name>SignInPage</name>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>Phone number</source>
        <translation>手机号</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>验证码</translation>
    </message>
    <message>
        <source>Six digits, sent to this phone</source>
        <translation>发送到该手机的 6 位数字</translation>
    </message>
    <message>
        <source>Sign in to Signet</source>
        <translation>登录印信</translation>
    </message>
    <message>
        <source>Your organization adds your phone number.</source>
        <translation>无需注册，由单位添加您的手机号。</translation>
    </message>
    <message>
        <source>Cloud: {0}</source>
        <translation>云平台：{0}</translation>
    </message>
    <message>
        <source>You do not belong to an organization yet</source>
        <translation>未加入任何单位</translation>
    </message>
    <message>
        <source>Ask your organization&apos;s owner or administrator to add your phone number, then sign in again.</source>
        <translation>请联系单位的主管理员或管理员添加您的手机号，然后重新登录。</translation>
    </message>
    <message>
        <source>Back to signing in</source>
        <translation>返回登录</translation>
    </message>
    <message>
        <source>The cloud cannot be reached. Check the network and try again.</source>
        <translation>无法连接云平台，请检查网络后重试。</translation>
    </message>
    <message>
        <source>Again in {0} s</source>
        <translation>{0} 秒后重发</translation>
    </message>
    <message>
        <source>Send code</source>
        <translation>获取验证码</translation>
    </message>
</context>
<context>
    <name>StampingPanel</name>
    <message>
        <source>Without application</source>
        <translation>无申请</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Save and put down</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Photo of the impression</source>
        <translation>盖章照片</translation>
    </message>
    <message>
        <source>Pictures (*.jpg *.jpeg *.png)</source>
        <translation>图片 (*.jpg *.jpeg *.png)</translation>
    </message>
    <message>
        <source>The picture cannot be read: {0}</source>
        <translation>无法读取图片：{0}</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续用印</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Press the seal</source>
        <translation>请盖章</translation>
    </message>
    <message>
        <source>All uses are used up</source>
        <translation>次数已用完</translation>
    </message>
    <message>
        <source>Taking the photo …</source>
        <translation>正在拍照…</translation>
    </message>
    <message>
        <source>Not unlocked</source>
        <translation>未解锁</translation>
    </message>
    <message>
        <source>Looking for the seal …</source>
        <translation>正在寻找印章…</translation>
    </message>
    <message>
        <source>Connected, talking with the cloud …</source>
        <translation>已连接，正在与云平台通信…</translation>
    </message>
    <message>
        <source>Connection lost, trying again …</source>
        <translation>连接中断，正在重试…</translation>
    </message>
    <message>
        <source>The seal cannot be used</source>
        <translation>印章无法使用</translation>
    </message>
    <message>
        <source>The use is over</source>
        <translation>用印已结束</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>battery {0} %</source>
        <translation>电量 {0}%</translation>
    </message>
    <message>
        <source>carrying records: {0} of {1}</source>
        <translation>正在取回记录：{0}/{1}</translation>
    </message>
    <message>
        <source>the cloud is away; presses are kept and sent later</source>
        <translation>云平台不可用，盖章记录已保存，稍后上传</translation>
    </message>
    <message>
        <source>Without the cloud, usable for another {0}</source>
        <translation>脱离云平台还可使用 {0}</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Offline since {0}</source>
        <translation>自 {0} 起离线</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>在线</translation>
    </message>
    <message>
        <source>{0} waiting to be sent</source>
        <translation>{0} 项待发送</translation>
    </message>
    <message>
        <source>{0} still on a seal</source>
        <translation>{0} 条记录仍在印章内</translation>
    </message>
    <message>
        <source>{0} refused</source>
        <translation>{0} 项被拒绝</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Signet</source>
        <translation>印信</translation>
    </message>
    <message>
        <source>Something new in Signet</source>
        <translation>印信有新消息</translation>
    </message>
    <message>
        <source>Open Signet</source>
        <translation>打开印信</translation>
    </message>
    <message>
        <source>Lock now</source>
        <translation>立即锁定</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>UsageDetail</name>
    <message>
        <source>Photo of the impression</source>
        <translation>盖章照片</translation>
    </message>
    <message>
        <source>person unknown</source>
        <translation>人员未知</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>使用人</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Impression</source>
        <translation>盖章次序</translation>
    </message>
    <message>
        <source>number {0} of this seal</source>
        <translation>该印章第 {0} 次盖章</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>印章日志</translation>
    </message>
    <message>
        <source>Authorization</source>
        <translation>授权</translation>
    </message>
    <message>
        <source>{0} used, issued by {1}</source>
        <translation>已用 {0}，由 {1} 授权</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>用印申请</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>申请事由</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>entry {0}, seen at the seal, not yet in the cloud</source>
        <translation>第 {0} 条，印章已记录，尚未上传</translation>
    </message>
    <message>
        <source>entry {0}, signed by the seal, chain unbroken</source>
        <translation>第 {0} 条，印章已签名，链条完整</translation>
    </message>
</context>
<context>
    <name>UsagePage</name>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>我使用</translation>
    </message>
    <message>
        <source>Managed</source>
        <translation>我管理</translation>
    </message>
    <message>
        <source>Current seal</source>
        <translation>当前印章</translation>
    </message>
    <message>
        <source>All seals</source>
        <translation>全部印章</translation>
    </message>
    <message>
        <source>Records of</source>
        <translation>查看印章</translation>
    </message>
    <message>
        <source>No record yet</source>
        <translation>还没有使用记录</translation>
    </message>
    <message>
        <source>Each press of a seal is listed here.</source>
        <translation>每一次盖章都会列在这里。</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>{0} records</source>
        <translation>{0} 条</translation>
    </message>
    <message>
        <source>No photo of this impression</source>
        <translation>该次盖章没有照片</translation>
    </message>
    <message>
        <source>The photo is on its way</source>
        <translation>照片正在传输</translation>
    </message>
    <message>
        <source>The photo has not arrived yet</source>
        <translation>照片尚未到达</translation>
    </message>
    <message>
        <source>person unknown</source>
        <translation>人员未知</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>发送中</translation>
    </message>
</context>
<context>
    <name>UserBlock</name>
    <message>
        <source>Light colours</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark colours</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Lock now</source>
        <translation>立即锁定</translation>
    </message>
</context>
<context>
    <name>WindowCard</name>
    <message>
        <source>Window and start</source>
        <translation>窗口与启动</translation>
    </message>
    <message>
        <source>Keep running in the tray when the window is closed</source>
        <translation>关闭窗口后在系统托盘中继续运行</translation>
    </message>
    <message>
        <source>Start with the system, hidden in the tray</source>
        <translation>随系统启动，隐藏在系统托盘中</translation>
    </message>
    <message>
        <source>The system did not take it: {0}</source>
        <translation>系统未能保存此设置：{0}</translation>
    </message>
</context>
<context>
    <name>Work</name>
    <message>
        <source>Getting your organization from the cloud</source>
        <translation>正在从云平台获取单位信息</translation>
    </message>
    <message>
        <source>Ask your organization&apos;s owner or administrator to add your phone number.</source>
        <translation>请联系单位的主管理员或管理员添加您的手机号。</translation>
    </message>
    <message>
        <source>You do not belong to an organization</source>
        <translation>未加入任何单位</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
</context>
<context>
    <name>confirm</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>i18n</name>
    <message>
        <source>HH:mm</source>
        <translation>HH:mm</translation>
    </message>
    <message>
        <source>d MMM HH:mm</source>
        <translation>M月d日 HH:mm</translation>
    </message>
    <message>
        <source>d MMM yyyy HH:mm</source>
        <translation>yyyy-MM-dd HH:mm</translation>
    </message>
</context>
<context>
    <name>notices</name>
    <message>
        <source>Applications that wait for your approval: {0}</source>
        <translation>等待您审批的用印申请：{0}</translation>
    </message>
    <message>
        <source>Waiting for your approval</source>
        <translation>待我审批</translation>
    </message>
    <message>
        <source>Authorizations that you can use: {0}</source>
        <translation>您可以使用的授权：{0}</translation>
    </message>
    <message>
        <source>Ready for you</source>
        <translation>待我使用</translation>
    </message>
</context>
<context>
    <name>places</name>
    <message>
        <source>Work</source>
        <translation>工作</translation>
    </message>
    <message>
        <source>Seals</source>
        <translation>印章</translation>
    </message>
    <message>
        <source>Organization</source>
        <translation>组织</translation>
    </message>
    <message>
        <source>Applications</source>
        <translation>用印申请</translation>
    </message>
    <message>
        <source>Approvals</source>
        <translation>用印审批</translation>
    </message>
    <message>
        <source>Ready for me</source>
        <translation>待我使用</translation>
    </message>
    <message>
        <source>Usage records</source>
        <translation>使用记录</translation>
    </message>
    <message>
        <source>Location map</source>
        <translation>定位地图</translation>
    </message>
    <message>
        <source>Authorizations</source>
        <translation>用印授权</translation>
    </message>
    <message>
        <source>Seal management</source>
        <translation>印章管理</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>unlimited</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>主管理员</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>管理员</translation>
    </message>
    <message>
        <source>Seal keeper</source>
        <translation>管章人</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>成员</translation>
    </message>
    <message>
        <source>Custom role</source>
        <translation>自定义用户</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>已驳回</translation>
    </message>
    <message>
        <source>Authorized</source>
        <translation>已授权</translation>
    </message>
    <message>
        <source>Waiting for authorization</source>
        <translation>待授权</translation>
    </message>
    <message>
        <source>In approval</source>
        <translation>审批中</translation>
    </message>
    <message>
        <source>authorized</source>
        <translation>已授权</translation>
    </message>
    <message>
        <source>to authorize</source>
        <translation>待授权</translation>
    </message>
    <message>
        <source>approved</source>
        <translation>已通过</translation>
    </message>
    <message>
        <source>to approve</source>
        <translation>待审批</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>待前序步骤</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>已驳回</translation>
    </message>
    <message>
        <source>not needed any more</source>
        <translation>无需处理</translation>
    </message>
    <message>
        <source>authorizes</source>
        <translation>授权</translation>
    </message>
    <message>
        <source>approves</source>
        <translation>审批</translation>
    </message>
    <message>
        <source>Not started</source>
        <translation>未开始</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>用印中</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>用印结束</translation>
    </message>
    <message>
        <source>Refused by the seal</source>
        <translation>印章拒绝</translation>
    </message>
    <message>
        <source>{0} (waiting for the seal)</source>
        <translation>{0}（待设备确认）</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Abnormal: {0}</source>
        <translation>异常：{0}</translation>
    </message>
    <message>
        <source>beyond the number of uses</source>
        <translation>超出授权次数</translation>
    </message>
    <message>
        <source>beyond the time</source>
        <translation>超出授权时间</translation>
    </message>
    <message>
        <source>without authorization</source>
        <translation>未进行授权</translation>
    </message>
    <message>
        <source>after a loss lock</source>
        <translation>挂失锁定后</translation>
    </message>
    <message>
        <source>stand out while switching off</source>
        <translation>拉伸状态下，关机过程中</translation>
    </message>
    <message>
        <source>stand out when the use ended</source>
        <translation>授权结束时处于拉伸状态</translation>
    </message>
    <message>
        <source>stand out before the first authorization</source>
        <translation>首次授权前处于拉伸状态</translation>
    </message>
    <message>
        <source>stand out while showing the address</source>
        <translation>拉伸，二维码状态</translation>
    </message>
    <message>
        <source>stand out with the screen off</source>
        <translation>拉伸，熄屏</translation>
    </message>
    <message>
        <source>locked while off, pressed at once</source>
        <translation>关机时锁定，开机后立即按压</translation>
    </message>
    <message>
        <source>whoever held the seal</source>
        <translation>持章人</translation>
    </message>
    <message>
        <source>signed in at the seal</source>
        <translation>已连接印章</translation>
    </message>
    <message>
        <source>by fingerprint</source>
        <translation>指纹</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>satellite</source>
        <translation>卫星</translation>
    </message>
    <message>
        <source>mobile network</source>
        <translation>移动网络</translation>
    </message>
    <message>
        <source>told by the console</source>
        <translation>控制台提供</translation>
    </message>
    <message>
        <source>Not delivered</source>
        <translation>设备未交付</translation>
    </message>
    <message>
        <source>Not bound</source>
        <translation>未绑定</translation>
    </message>
    <message>
        <source>Needs authorization</source>
        <translation>请授权使用</translation>
    </message>
    <message>
        <source>Ready to stamp</source>
        <translation>可使用</translation>
    </message>
    <message>
        <source>Restricted</source>
        <translation>限制使用</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>已锁定</translation>
    </message>
    <message>
        <source>Storage full</source>
        <translation>存储已满</translation>
    </message>
    <message>
        <source>Storage rolled back</source>
        <translation>存储异常</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Waiting for the seal</source>
        <translation>待设备确认</translation>
    </message>
    <message>
        <source>Bound</source>
        <translation>已绑定</translation>
    </message>
    <message>
        <source>Application for use</source>
        <translation>用印申请</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>审批</translation>
    </message>
    <message>
        <source>Rejection</source>
        <translation>驳回</translation>
    </message>
    <message>
        <source>Authorization</source>
        <translation>授权</translation>
    </message>
    <message>
        <source>End of use</source>
        <translation>结束用印</translation>
    </message>
    <message>
        <source>Binding a seal</source>
        <translation>绑定印章</translation>
    </message>
    <message>
        <source>Adding a keeper</source>
        <translation>添加管章人</translation>
    </message>
    <message>
        <source>New template</source>
        <translation>新建模板</translation>
    </message>
    <message>
        <source>Approval flow of a seal</source>
        <translation>设置审批流程</translation>
    </message>
    <message>
        <source>Adding a member</source>
        <translation>添加成员</translation>
    </message>
    <message>
        <source>Photo of an impression</source>
        <translation>盖章照片</translation>
    </message>
</context>
</TS>
