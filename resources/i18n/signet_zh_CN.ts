<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AbnormalDetail</name>
    <message>
        <source>Open the record</source>
        <translation>打开记录</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新</translation>
    </message>
    <message>
        <source>Seen</source>
        <translation>已查看</translation>
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
        <source>entry {0}</source>
        <translation>第 {0} 条</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
</context>
<context>
    <name>AboutPage</name>
    <message>
        <source>Program version</source>
        <translation>程序版本</translation>
    </message>
    <message>
        <source>Customer service</source>
        <translation>联系客服</translation>
    </message>
    <message>
        <source>About seals</source>
        <translation>关于印章</translation>
    </message>
    <message>
        <source>IoT seal, electronic seal</source>
        <translation>物联网智能印章、电子印章</translation>
    </message>
    <message>
        <source>About us</source>
        <translation>关于我们</translation>
    </message>
    <message>
        <source>Platform, company, version</source>
        <translation>平台、公司、程序版本</translation>
    </message>
    <message>
        <source>User agreement</source>
        <translation>用户协议</translation>
    </message>
    <message>
        <source>Privacy agreement</source>
        <translation>隐私协议</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>许可</translation>
    </message>
    <message>
        <source>Of what comes with the program</source>
        <translation>随程序提供的组成部分</translation>
    </message>
    <message>
        <source>Call for help with binding, stamping, fees and repairs. Have the seal&apos;s serial number at hand.</source>
        <translation>绑定、盖章、交费和维修等问题可致电客服，请备好印章序列号。</translation>
    </message>
    <message>
        <source>Customer service hotline</source>
        <translation>全国统一热线</translation>
    </message>
    <message>
        <source>Copy number</source>
        <translation>复制号码</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>拨打</translation>
    </message>
    <message>
        <source>Service outlets nearby</source>
        <translation>查看附近服务网点</translation>
    </message>
    <message>
        <source>Number copied</source>
        <translation>号码已复制</translation>
    </message>
    <message>
        <source>User guide</source>
        <translation>用户指南</translation>
    </message>
</context>
<context>
    <name>ActivationField</name>
    <message>
        <source>Code</source>
        <translation>激活码</translation>
    </message>
    <message>
        <source>Activation code</source>
        <translation>激活码</translation>
    </message>
    <message>
        <source>Activate online</source>
        <translation>联网激活</translation>
    </message>
    <message>
        <source>The cloud judges the code; the seal hears of it with its next contact.</source>
        <translation>由云平台核对激活码，印章下次联系时得知。</translation>
    </message>
    <message>
        <source>Activate at the seal</source>
        <translation>在印章上激活</translation>
    </message>
    <message>
        <source>The seal at hand judges the code itself, also without network.</source>
        <translation>由手边的印章直接核对激活码，没有网络也可以。</translation>
    </message>
    <message>
        <source>The seal judges the code</source>
        <translation>印章正在核对激活码</translation>
    </message>
    <message>
        <source>Looking for the seal, which judges the code …</source>
        <translation>正在查找印章，由印章核对激活码…</translation>
    </message>
    <message>
        <source>The code is on its way to the cloud, which alone can tell whether it is right.</source>
        <translation>激活码正在发送，由云平台核对是否正确。</translation>
    </message>
    <message>
        <source>Enter the {0} digits that you were sent.</source>
        <translation>请输入您收到的 {0} 位激活码。</translation>
    </message>
    <message>
        <source>The code has {0} digits.</source>
        <translation>激活码为 {0} 位数字。</translation>
    </message>
</context>
<context>
    <name>AddMemberDialog</name>
    <message>
        <source>Add a member</source>
        <translation>添加成员</translation>
    </message>
    <message>
        <source>He signs in with it; a code is sent there.</source>
        <translation>用于登录，验证码发送到该号码。</translation>
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
        <source>Department</source>
        <translation>部门</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>{0} was added</source>
        <translation>{0} 已添加</translation>
    </message>
</context>
<context>
    <name>AddSubsidiaryDialog</name>
    <message>
        <source>Add a subsidiary</source>
        <translation>添加子公司</translation>
    </message>
    <message>
        <source>Name of the subsidiary</source>
        <translation>子公司名称</translation>
    </message>
    <message>
        <source>Its owner&apos;s name</source>
        <translation>主管理员姓名</translation>
    </message>
    <message>
        <source>Its owner&apos;s phone number</source>
        <translation>主管理员手机号</translation>
    </message>
    <message>
        <source>It is an organization of its own, with its own members and seals.</source>
        <translation>子公司是独立的单位，有自己的成员和印章。</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Subsidiary added</source>
        <translation>子公司已添加</translation>
    </message>
</context>
<context>
    <name>AddressSearch</name>
    <message>
        <source>City, district or address</source>
        <translation>城市、区县或详细地址</translation>
    </message>
    <message>
        <source>With Enter an address is sent to {0}</source>
        <translation>按回车键后，地址将发送至 {0}</translation>
    </message>
    <message>
        <source>Found on this computer; nothing is sent</source>
        <translation>在本机查找，不发送任何内容</translation>
    </message>
    <message>
        <source>Asking …</source>
        <translation>正在查询……</translation>
    </message>
    <message>
        <source>Only as exact as {0}: no street is known on this computer.</source>
        <translation>仅定位到{0}：本机没有街道数据。</translation>
    </message>
    <message>
        <source>No such place is known.</source>
        <translation>没有找到该地点。</translation>
    </message>
    <message>
        <source>The provider of addresses does not take the key of the settings.</source>
        <translation>地址服务不接受设置中的密钥。</translation>
    </message>
    <message>
        <source>The provider of addresses does not know this address.</source>
        <translation>地址服务没有找到该地址。</translation>
    </message>
    <message>
        <source>The provider of addresses cannot be reached at the moment.</source>
        <translation>地址服务暂时无法连接。</translation>
    </message>
    <message>
        <source>What the settings name as provider of addresses answers something else.</source>
        <translation>设置中的地址服务返回的内容无法识别。</translation>
    </message>
</context>
<context>
    <name>AddressesCard</name>
    <message>
        <source>Exact addresses</source>
        <translation>详细地址</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>不查询</translation>
    </message>
    <message>
        <source>Tianditu</source>
        <translation>天地图</translation>
    </message>
    <message>
        <source>AMap</source>
        <translation>高德地图</translation>
    </message>
    <message>
        <source>another provider</source>
        <translation>其他服务商</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Address on the web</source>
        <translation>网络地址</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>Who is asked</source>
        <translation>向谁查询</translation>
    </message>
    <message>
        <source>It has to begin with https://: the position would be read on its way.</source>
        <translation>须以 https:// 开头，否则位置会在途中被他人读取。</translation>
    </message>
    <message>
        <source>It has to be an address on the web with {lat} and {lon} behind its host.</source>
        <translation>须为网络地址，且主机名之后含有 {lat} 和 {lon}。</translation>
    </message>
    <message>
        <source>{lat} and {lon} are the position in degrees, {key} is the key.</source>
        <translation>{lat}、{lon} 为纬度、经度，{key} 为密钥。</translation>
    </message>
    <message>
        <source>{address} is what was typed under Service outlets; may be empty.</source>
        <translation>{address} 为在“服务网点”中输入的地址；可不填。</translation>
    </message>
    <message>
        <source>To find an address</source>
        <translation>查找地址</translation>
    </message>
    <message>
        <source>Its degrees are</source>
        <translation>坐标系</translation>
    </message>
    <message>
        <source>Province, city and district are known without asking. Street and number are asked for only when somebody presses “Exact address” beside a position; then that position and the key are sent, and nothing else. The same provider is asked where an address lies when one is sent off under Service outlets.</source>
        <translation>省、市、区县无需联网即可得知。街道和门牌仅在有人点击位置旁的“详细地址”时才查询；届时只发送该位置和密钥，不发送其他内容。在“服务网点”中提交地址时，也由同一服务查询其位置。</translation>
    </message>
    <message>
        <source>It has to be an address on the web with {address} behind its host.</source>
        <translation>须为网址，且主机名之后含 {address}。</translation>
    </message>
    <message>
        <source>The provider gives out a key: enter it.</source>
        <translation>请填写服务商提供的密钥。</translation>
    </message>
    <message>
        <source>Nobody is asked for addresses</source>
        <translation>已不再查询详细地址</translation>
    </message>
    <message>
        <source>Exact addresses can be asked for</source>
        <translation>已可查询详细地址</translation>
    </message>
</context>
<context>
    <name>ApplicationDetail</name>
    <message>
        <source>Flow</source>
        <translation>流程</translation>
    </message>
    <message>
        <source>Pictures of the document</source>
        <translation>文件图片</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用情况</translation>
    </message>
    <message>
        <source>Comments</source>
        <translation>评论</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>用印申请</translation>
    </message>
    <message>
        <source>Filed together</source>
        <translation>一并申请</translation>
    </message>
    <message>
        <source>Approval form</source>
        <translation>用印审批单</translation>
    </message>
    <message>
        <source>Save as PDF …</source>
        <translation>保存为 PDF…</translation>
    </message>
    <message>
        <source>Print …</source>
        <translation>打印…</translation>
    </message>
    <message>
        <source>Declared, but not yet in the cloud: {0}</source>
        <translation>已声明但尚未上传到云平台：{0} 张</translation>
    </message>
    <message>
        <source>number follows</source>
        <translation>编号待定</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>发送中</translation>
    </message>
</context>
<context>
    <name>ApplicationFields</name>
    <message>
        <source>0 is unlimited, at most 500</source>
        <translation>0 为不限，最多 500</translation>
    </message>
    <message>
        <source>typed, or its QR code or 69 barcode scanned</source>
        <translation>手动输入，或扫描二维码、69 码</translation>
    </message>
    <message>
        <source>Several seals</source>
        <translation>多枚印章</translation>
    </message>
    <message>
        <source>Contract</source>
        <translation>合同</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>协议</translation>
    </message>
    <message>
        <source>Letter</source>
        <translation>公函</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>证明</translation>
    </message>
    <message>
        <source>Bid</source>
        <translation>投标文件</translation>
    </message>
    <message>
        <source>Power of attorney</source>
        <translation>授权委托书</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>表单</translation>
    </message>
    <message>
        <source>Pictures of the document</source>
        <translation>文件图片</translation>
    </message>
    <message>
        <source>Attachments</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>Seal</source>
        <translation>印章</translation>
    </message>
    <message>
        <source>Category of use</source>
        <translation>用印类别</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>用印部门</translation>
    </message>
    <message>
        <source>Document name</source>
        <translation>文件名称</translation>
    </message>
    <message>
        <source>Document type</source>
        <translation>文件类型</translation>
    </message>
    <message>
        <source>Document mark</source>
        <translation>文件标识</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>文件份数</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>文件载体</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>申请事由</translation>
    </message>
    <message>
        <source>Use mode</source>
        <translation>使用模式</translation>
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
        <source>Permitted area</source>
        <translation>用印区域</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>How the use is watched</source>
        <translation>用印要求</translation>
    </message>
    <message>
        <source>All others</source>
        <translation>其他（默认流程）</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>请选择…</translation>
    </message>
    <message>
        <source>The seal signs the PDF attachments of this application.</source>
        <translation>印章将对本申请的 PDF 附件进行电子用印。</translation>
    </message>
</context>
<context>
    <name>ApplicationForm</name>
    <message>
        <source>New application</source>
        <translation>发起申请</translation>
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
    <message>
        <source>Add them</source>
        <translation>去补照片</translation>
    </message>
    <message>
        <source>Choose a seal.</source>
        <translation>请选择印章。</translation>
    </message>
</context>
<context>
    <name>ApplicationPage</name>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
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
        <source>Withdrawn</source>
        <translation>已撤回</translation>
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
        <source>Apply again</source>
        <translation>再次申请</translation>
    </message>
    <message>
        <source>Urge</source>
        <translation>催办</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>撤回</translation>
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
        <source>Urged</source>
        <translation>已催办</translation>
    </message>
    <message>
        <source>It stays in the list as withdrawn. You can apply again at any time.</source>
        <translation>撤回后仍保留在列表中，您可以随时再次申请。</translation>
    </message>
    <message>
        <source>Withdraw this application?</source>
        <translation>撤回该申请？</translation>
    </message>
    <message>
        <source>Application withdrawn</source>
        <translation>申请已撤回</translation>
    </message>
    <message>
        <source>one of {0}</source>
        <translation>共 {0} 件之一</translation>
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
        <source>Several</source>
        <translation>多选</translation>
    </message>
    <message>
        <source>Choose several</source>
        <translation>选择多件</translation>
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
        <source>for {0}</source>
        <translation>代 {0}</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>发送中</translation>
    </message>
</context>
<context>
    <name>AreaEdit</name>
    <message>
        <source>Only within an area</source>
        <translation>仅限在区域内用印</translation>
    </message>
    <message>
        <source>for example: head office</source>
        <translation>例如：公司总部</translation>
    </message>
    <message>
        <source>Circle</source>
        <translation>圆形</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>多边形</translation>
    </message>
    <message>
        <source>Draw on the map</source>
        <translation>在地图上绘制</translation>
    </message>
    <message>
        <source>Where the seal last was</source>
        <translation>取印章最近位置</translation>
    </message>
    <message>
        <source>Keep under this name</source>
        <translation>存为常用区域</translation>
    </message>
    <message>
        <source>Kept areas</source>
        <translation>常用区域</translation>
    </message>
    <message>
        <source>Name of the area</source>
        <translation>区域名称</translation>
    </message>
    <message>
        <source>Radius</source>
        <translation>半径</translation>
    </message>
    <message>
        <source>Latitude of the centre</source>
        <translation>中心纬度</translation>
    </message>
    <message>
        <source>Longitude of the centre</source>
        <translation>中心经度</translation>
    </message>
    <message>
        <source>One corner a line: latitude, longitude</source>
        <translation>每行一个顶点：纬度, 经度</translation>
    </message>
    <message>
        <source>Corners</source>
        <translation>顶点</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>请选择…</translation>
    </message>
    <message>
        <source>Kept as “{0}”</source>
        <translation>已存为常用区域“{0}”</translation>
    </message>
    <message>
        <source>All corners lie on one line.</source>
        <translation>所有顶点在一条直线上。</translation>
    </message>
    <message>
        <source>“{0}” is no corner: write latitude, longitude.</source>
        <translation>“{0}”不是顶点，请填写“纬度, 经度”。</translation>
    </message>
    <message>
        <source>A polygon has at least three corners.</source>
        <translation>多边形至少有三个顶点。</translation>
    </message>
    <message>
        <source>A polygon has at most {0} corners.</source>
        <translation>多边形最多有 {0} 个顶点。</translation>
    </message>
    <message>
        <source>A latitude lies between -90 and 90, a longitude between -180 and 180.</source>
        <translation>纬度应在 -90 至 90 之间，经度应在 -180 至 180 之间。</translation>
    </message>
    <message>
        <source>A circle has a radius of 50 m to 200 km.</source>
        <translation>圆形区域的半径为 50 米至 200 公里。</translation>
    </message>
</context>
<context>
    <name>AreaMap</name>
    <message>
        <source>Click at the centre, then at the rim.</source>
        <translation>先点击圆心，再点击边缘。</translation>
    </message>
    <message>
        <source>Click at each corner, and at the first one again. Backspace takes the last one back.</source>
        <translation>依次点击各顶点，最后再点击第一个顶点；退格键撤销上一个顶点。</translation>
    </message>
    <message>
        <source>With the keys: arrows move the map, Space sets a point at its middle, Enter ends.</source>
        <translation>用键盘：方向键移动地图，空格键在地图中心放置一点，回车键结束。</translation>
    </message>
</context>
<context>
    <name>AreasDialog</name>
    <message>
        <source>Areas</source>
        <translation>常用区域</translation>
    </message>
    <message>
        <source>New area</source>
        <translation>新增区域</translation>
    </message>
    <message>
        <source>No area yet</source>
        <translation>还没有常用区域</translation>
    </message>
    <message>
        <source>Add one that you use again and again.</source>
        <translation>添加经常使用的区域。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>发送中</translation>
    </message>
    <message>
        <source>Area added</source>
        <translation>已添加区域</translation>
    </message>
    <message>
        <source>Area renamed</source>
        <translation>已重命名区域</translation>
    </message>
    <message>
        <source>Area deleted</source>
        <translation>已删除区域</translation>
    </message>
</context>
<context>
    <name>Ask</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Six digits from the app, or a recovery code</source>
        <translation>应用中的 6 位数字，或一个恢复码</translation>
    </message>
    <message>
        <source>Code of the app</source>
        <translation>动态码</translation>
    </message>
</context>
<context>
    <name>AuditModel</name>
    <message>
        <source>No.</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>操作人</translation>
    </message>
    <message>
        <source>Act</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
</context>
<context>
    <name>AuditPage</name>
    <message>
        <source>Name, act, id</source>
        <translation>姓名、操作、编号</translation>
    </message>
    <message>
        <source>No entry fits</source>
        <translation>没有符合条件的条目</translation>
    </message>
    <message>
        <source>Change the filter above.</source>
        <translation>请调整上方筛选条件。</translation>
    </message>
    <message>
        <source>Entry</source>
        <translation>条目</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>as XLSX …</source>
        <translation>导出为 XLSX…</translation>
    </message>
    <message>
        <source>as CSV …</source>
        <translation>导出为 CSV…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Audit log</source>
        <translation>审计日志</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message numerus="yes">
        <source>{0} of %Ln entries</source>
        <translation>
            <numerusform>{0}/%Ln 条</numerusform>
        </translation>
    </message>
    <message>
        <source>What members do is written down here by the cloud, done or refused.</source>
        <translation>成员的操作由云平台记录于此，包括完成的和被拒绝的。</translation>
    </message>
    <message>
        <source>Nothing in the log yet</source>
        <translation>日志为空</translation>
    </message>
    <message>
        <source>Following the chain: {0} of {1}</source>
        <translation>正在核对链条：{0}/{1}</translation>
    </message>
    <message>
        <source>Chain broken at entry {0}</source>
        <translation>链条在第 {0} 条处断开</translation>
    </message>
    <message>
        <source>Chain unbroken up to {0}</source>
        <translation>链条完整至第 {0} 条</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>no member any more</source>
        <translation>已离开单位</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>操作人</translation>
    </message>
    <message>
        <source>Act</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>not readable</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>申请事由</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Act&apos;s id</source>
        <translation>操作编号</translation>
    </message>
    <message>
        <source>Digest</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>链头</translation>
    </message>
    <message>
        <source>Export the audit log</source>
        <translation>导出审计日志</translation>
    </message>
    <message numerus="yes">
        <source>%Ln entries written to {0}</source>
        <translation>
            <numerusform>已将 %Ln 条写入 {0}</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} could not be written: {1}</source>
        <translation>无法写入 {0}：{1}</translation>
    </message>
    <message>
        <source>Export stopped; no file was written</source>
        <translation>导出已停止，未生成文件</translation>
    </message>
</context>
<context>
    <name>AuthorizationDetail</name>
    <message>
        <source>Uses</source>
        <translation>使用记录</translation>
    </message>
    <message>
        <source>Photos of the impressions</source>
        <translation>盖章照片</translation>
    </message>
    <message>
        <source>Pictures after use</source>
        <translation>用印后图片</translation>
    </message>
    <message>
        <source>Authorization</source>
        <translation>授权</translation>
    </message>
    <message>
        <source>End use</source>
        <translation>结束用印</translation>
    </message>
    <message>
        <source>More …</source>
        <translation>增加次数…</translation>
    </message>
    <message>
        <source>New code</source>
        <translation>重发激活码</translation>
    </message>
    <message>
        <source>Cancel authorization</source>
        <translation>撤销授权</translation>
    </message>
    <message>
        <source>Waive pictures …</source>
        <translation>免除补传…</translation>
    </message>
    <message>
        <source>More uses or more time</source>
        <translation>增加次数或延长时间</translation>
    </message>
    <message>
        <source>End a use as soon as it is over; until then nobody else can use the seal.</source>
        <translation>用印完毕请及时结束用印；结束之前他人无法使用该印章。</translation>
    </message>
    <message>
        <source>The user enters the code that he was sent; a new code makes the one before void.</source>
        <translation>使用人输入收到的激活码后即可使用；重发后原激活码作废。</translation>
    </message>
    <message>
        <source>It cannot be ended yet.</source>
        <translation>暂不能结束用印。</translation>
    </message>
</context>
<context>
    <name>AuthorizationDialog</name>
    <message>
        <source>Authorize a use</source>
        <translation>下发授权</translation>
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
        <source>{0} authorizations issued</source>
        <translation>已下发 {0} 份授权</translation>
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
    <name>AuthorizationFields</name>
    <message>
        <source>0 is unlimited, at most 500</source>
        <translation>0 为不限，最多 500</translation>
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
        <source>Permitted area</source>
        <translation>用印区域</translation>
    </message>
    <message>
        <source>Use mode</source>
        <translation>使用模式</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>用印文件</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>请选择…</translation>
    </message>
    <message>
        <source>Ends by itself when its uses or its time are over</source>
        <translation>次数用完或到期后自动结束用印</translation>
    </message>
    <message>
        <source>Documents that are not of the application as well</source>
        <translation>允许盖其他文件（非申请中的文件）</translation>
    </message>
    <message>
        <source>Several may be chosen: each gets a code of his own.</source>
        <translation>可选择多人，每人各有一个激活码。</translation>
    </message>
    <message>
        <source>Choose who is to use it.</source>
        <translation>请选择使用人。</translation>
    </message>
    <message>
        <source>There is no seal that you may authorize for.</source>
        <translation>没有您可以授权的印章。</translation>
    </message>
</context>
<context>
    <name>AuthorizationPage</name>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
</context>
<context>
    <name>AuthorizationsPage</name>
    <message>
        <source>Issue without application</source>
        <translation>直接下发授权</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
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
        <source>Waiting</source>
        <translation>未激活</translation>
    </message>
    <message>
        <source>Filter by state</source>
        <translation>按状态筛选</translation>
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
        <source>Keepers and administrators see who may use which seal.</source>
        <translation>管章人和管理员可以查看授权记录。</translation>
    </message>
    <message>
        <source>Not for you to see</source>
        <translation>无权查看</translation>
    </message>
    <message>
        <source>Choose a seal that you manage at the top left.</source>
        <translation>请在左上角选择您管理的印章。</translation>
    </message>
    <message>
        <source>You do not manage the current seal</source>
        <translation>您不管理当前印章</translation>
    </message>
    <message>
        <source>None in this state</source>
        <translation>没有此状态的授权</translation>
    </message>
    <message>
        <source>Choose another state above the list.</source>
        <translation>请在列表上方选择其他状态。</translation>
    </message>
    <message>
        <source>End use</source>
        <translation>结束用印</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>用印结束</translation>
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
        <source>The code that was sent is void, and this person cannot activate it any more.</source>
        <translation>已发送的激活码作废，该使用人不能再激活。</translation>
    </message>
    <message>
        <source>Cancel this authorization?</source>
        <translation>撤销该授权？</translation>
    </message>
    <message>
        <source>Cancel authorization</source>
        <translation>撤销授权</translation>
    </message>
    <message>
        <source>Authorization cancelled</source>
        <translation>授权已撤销</translation>
    </message>
    <message>
        <source>A new code is sent to the user</source>
        <translation>新的激活码将发送给使用人</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>发送中</translation>
    </message>
</context>
<context>
    <name>Behind</name>
    <message>
        <source>Back to the overview</source>
        <translation>返回概览</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>审批决定</translation>
    </message>
    <message>
        <source>No such decision any more</source>
        <translation>已没有这样的决定</translation>
    </message>
    <message>
        <source>Decisions, {0}: {1}</source>
        <translation>审批（{0}）：{1}</translation>
    </message>
    <message>
        <source>waits for {0}</source>
        <translation>已等待 {0}</translation>
    </message>
    <message>
        <source>took {0}</source>
        <translation>用时 {0}</translation>
    </message>
</context>
<context>
    <name>Bill</name>
    <message>
        <source>Duration</source>
        <translation>交费时长</translation>
    </message>
    <message>
        <source>Payment method</source>
        <translation>支付方式</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Voucher</source>
        <translation>付款凭证</translation>
    </message>
    <message>
        <source>A picture of the bank&apos;s receipt, by which the payment is found and reviewed.</source>
        <translation>请上传银行回单等付款凭证图片，平台据此核对到账并审核。</translation>
    </message>
    <message>
        <source>Payment voucher</source>
        <translation>付款凭证</translation>
    </message>
    <message numerus="yes">
        <source>%Ln seals</source>
        <translation>
            <numerusform>%Ln 枚印章</numerusform>
        </translation>
    </message>
    <message>
        <source>Paid until</source>
        <translation>交费后服务期至</translation>
    </message>
    <message>
        <source>Pay to</source>
        <translation>汇款说明</translation>
    </message>
    <message>
        <source>Paid by the QR code that comes next</source>
        <translation>下一步出示微信支付二维码</translation>
    </message>
    <message>
        <source>Submit for review</source>
        <translation>提交审核</translation>
    </message>
    <message>
        <source>Pay now</source>
        <translation>立即支付</translation>
    </message>
    <message>
        <source>Sent for review</source>
        <translation>已提交，等待审核</translation>
    </message>
    <message>
        <source>Payment begun</source>
        <translation>订单已提交</translation>
    </message>
</context>
<context>
    <name>BindingDialog</name>
    <message>
        <source>Bind a seal</source>
        <translation>绑定印章</translation>
    </message>
    <message>
        <source>Not bound yet</source>
        <translation>未绑定</translation>
    </message>
    <message>
        <source>In reach</source>
        <translation>附近的印章</translation>
    </message>
    <message>
        <source>Scan a code</source>
        <translation>扫一扫</translation>
    </message>
    <message>
        <source>How the seal is found</source>
        <translation>查找印章的方式</translation>
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
        <translation>便于大家识别的名称</translation>
    </message>
    <message>
        <source>Show a new number</source>
        <translation>显示新的绑定码</translation>
    </message>
    <message>
        <source>It is on and connected to the server. When it is bound, its screen says 请授权使用.</source>
        <translation>印章已开机并连接到服务器。绑定后屏幕显示“请授权使用”。</translation>
    </message>
    <message>
        <source>Another seal</source>
        <translation>换一枚印章</translation>
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
        <source>Bind over GPRS</source>
        <translation>GPRS 绑定</translation>
    </message>
    <message>
        <source>Over Bluetooth</source>
        <translation>蓝牙绑定</translation>
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
        <source>Looking for the seal …</source>
        <translation>正在查找印章…</translation>
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
        <source>The seal is bound.</source>
        <translation>印章绑定成功。</translation>
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
</context>
<context>
    <name>CasePart</name>
    <message>
        <source>Clearing it up</source>
        <translation>异常处理</translation>
    </message>
    <message>
        <source>Comment, or reason</source>
        <translation>说明或原因</translation>
    </message>
    <message>
        <source>Who clears it up</source>
        <translation>处理人</translation>
    </message>
    <message>
        <source>Give to</source>
        <translation>交办</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>结论</translation>
    </message>
    <message>
        <source>Close the case</source>
        <translation>办结</translation>
    </message>
    <message>
        <source>Open it again</source>
        <translation>重新打开</translation>
    </message>
    <message>
        <source>The abnormal record was given to {0}</source>
        <translation>异常记录已交给{0}处理</translation>
    </message>
    <message>
        <source>Comment kept</source>
        <translation>说明已保存</translation>
    </message>
    <message>
        <source>Case closed</source>
        <translation>异常记录已办结</translation>
    </message>
    <message>
        <source>Case opened again</source>
        <translation>异常记录已重新打开</translation>
    </message>
</context>
<context>
    <name>CategoryCard</name>
    <message>
        <source>New category</source>
        <translation>添加用印类别</translation>
    </message>
    <message>
        <source>e.g. contracts, bids, certificates</source>
        <translation>如合同、投标、证明</translation>
    </message>
    <message>
        <source>The same seal can take another approval flow for another kind of use.</source>
        <translation>同一印章的不同用印类别可设置不同的审批流程。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>发送中</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>使用的印章</translation>
    </message>
    <message>
        <source>no seal&apos;s approval flow</source>
        <translation>未用于任何印章</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Category renamed</source>
        <translation>用印类别已修改</translation>
    </message>
    <message>
        <source>Category added</source>
        <translation>用印类别已添加</translation>
    </message>
    <message>
        <source>It can no longer be chosen; what was done under it keeps its name.</source>
        <translation>以后不能再选用；已有记录仍保留其名称。</translation>
    </message>
    <message>
        <source>Delete this category?</source>
        <translation>删除该用印类别？</translation>
    </message>
    <message>
        <source>Category deleted</source>
        <translation>用印类别已删除</translation>
    </message>
</context>
<context>
    <name>ChangeOwnerDialog</name>
    <message>
        <source>Change the owner</source>
        <translation>更改主管理员</translation>
    </message>
    <message>
        <source>Name of the new owner</source>
        <translation>新主管理员姓名</translation>
    </message>
    <message>
        <source>Phone number of the new owner</source>
        <translation>新主管理员手机号</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>验证码</translation>
    </message>
    <message>
        <source>Six digits, sent to this phone</source>
        <translation>六位数字，发送到该手机</translation>
    </message>
    <message>
        <source>The organization gets another owner: what you have in hand goes to him, and you leave it. The number must not belong to a member here.</source>
        <translation>单位将由新的主管理员接管：您手中的事项转给对方，您将退出本单位。新手机号不能是本单位成员的号码。</translation>
    </message>
    <message>
        <source>{0} is the owner now</source>
        <translation>主管理员已变更为{0}</translation>
    </message>
</context>
<context>
    <name>ChangeRoleDialog</name>
    <message>
        <source>The role of {0}</source>
        <translation>“{0}”的角色</translation>
    </message>
    <message>
        <source>Without the keeper role he keeps no seal any more: {0}.</source>
        <translation>取消管章人角色后将不再管理印章：{0}。</translation>
    </message>
    <message>
        <source>Change the role</source>
        <translation>更改角色</translation>
    </message>
    <message>
        <source>{0} is now: {1}</source>
        <translation>“{0}”现为{1}</translation>
    </message>
</context>
<context>
    <name>ChartCard</name>
    <message>
        <source>Number</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>Nothing in this period</source>
        <translation>此时段内没有</translation>
    </message>
</context>
<context>
    <name>CheckPage</name>
    <message>
        <source>Check a PDF …</source>
        <translation>验证 PDF …</translation>
    </message>
    <message>
        <source>Seals on this document</source>
        <translation>文件上的印章</translation>
    </message>
    <message>
        <source>Show the records</source>
        <translation>查看使用记录</translation>
    </message>
    <message>
        <source>PDF to check</source>
        <translation>要验证的 PDF</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>The document is checked …</source>
        <translation>正在验证文件 …</translation>
    </message>
    <message>
        <source>Choose a PDF, or drop it here: who sealed it, when, and whether it was changed since.</source>
        <translation>选择或拖入一份 PDF，查看由谁、在何时用印，以及此后是否被改动。</translation>
    </message>
    <message>
        <source>Check a sealed document</source>
        <translation>验证已用印的文件</translation>
    </message>
    <message>
        <source>Choose a PDF …</source>
        <translation>选择 PDF …</translation>
    </message>
    <message>
        <source>Choose another one …</source>
        <translation>选择其他文件 …</translation>
    </message>
    <message>
        <source>“{0}” has no seal and no other signature.</source>
        <translation>“{0}”上没有印章，也没有其他签名。</translation>
    </message>
    <message>
        <source>Not sealed</source>
        <translation>未用印</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Signature {0}</source>
        <translation>签名 {0}</translation>
    </message>
    <message>
        <source>Check a document</source>
        <translation>验证文件</translation>
    </message>
</context>
<context>
    <name>ChooseOrganization</name>
    <message>
        <source>Organizations</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>进入</translation>
    </message>
    <message>
        <source>Choose an organization</source>
        <translation>选择单位</translation>
    </message>
    <message>
        <source>You can change to another one at any time, in the menu beside your name.</source>
        <translation>之后可随时在姓名旁的菜单中切换单位。</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
</context>
<context>
    <name>CodeDialog</name>
    <message>
        <source>Have a code sent, and type its six digits.</source>
        <translation>请先获取验证码，再输入六位数字。</translation>
    </message>
    <message>
        <source>Waiting for the cloud …</source>
        <translation>正在等待云平台…</translation>
    </message>
</context>
<context>
    <name>CodeField</name>
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
    <name>CodeForm</name>
    <message>
        <source>Six digits from the app, or one of your recovery codes</source>
        <translation>应用中的 6 位数字，或一个恢复码</translation>
    </message>
    <message>
        <source>Code of the authenticator app</source>
        <translation>身份验证器动态码</translation>
    </message>
    <message>
        <source>Enter the code that the app shows.</source>
        <translation>请输入身份验证器显示的动态码。</translation>
    </message>
</context>
<context>
    <name>CommentBox</name>
    <message>
        <source>Nobody has said anything yet.</source>
        <translation>还没有评论。</translation>
    </message>
    <message>
        <source>Write a comment</source>
        <translation>写评论</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>评论</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
</context>
<context>
    <name>ConnectionDialog</name>
    <message>
        <source>Connection of “{0}”</source>
        <translation>连接方式：{0}</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接方式</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Seals that are heard</source>
        <translation>附近的印章</translation>
    </message>
    <message>
        <source>No seal is heard yet. Is it switched on and near?</source>
        <translation>尚未发现印章。请确认印章已开机并在附近。</translation>
    </message>
    <message>
        <source>Listening …</source>
        <translation>正在搜索…</translation>
    </message>
    <message>
        <source>Choose the entry with the seal&apos;s address: three presses of the power key show it on the seal&apos;s screen.</source>
        <translation>请选择与印章 MAC 地址一致的选项：连按三次开关键，印章屏幕会显示其地址。</translation>
    </message>
    <message>
        <source>Press the power key {0} times in a row: the seal switches to GPRS.</source>
        <translation>连按开关键 {0} 次，切换为 GPRS 模式。</translation>
    </message>
    <message>
        <source>The SIM card is in the seal, and the seal is switched on.</source>
        <translation>印章已插入 SIM 卡并开机。</translation>
    </message>
    <message>
        <source>Somebody else is connected</source>
        <translation>正被他人连接</translation>
    </message>
    <message>
        <source>It is in GPRS mode.</source>
        <translation>已处于 GPRS 模式。</translation>
    </message>
    <message>
        <source>It connects by itself as soon as it has a signal; nothing has to be done here.</source>
        <translation>有信号后会自动连接，无需在此操作。</translation>
    </message>
    <message>
        <source>Last contact: {0}; signal: {1}.</source>
        <translation>最近联系：{0}；信号：{1}。</translation>
    </message>
    <message>
        <source>This is another seal.</source>
        <translation>这是另一枚印章。</translation>
    </message>
    <message>
        <source>this seal</source>
        <translation>本印章</translation>
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
    <message>
        <source>The cloud of this computer does not run</source>
        <translation>本机的云平台未能运行</translation>
    </message>
</context>
<context>
    <name>ConsoleLine</name>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Name of the console</source>
        <translation>控制台名称</translation>
    </message>
    <message>
        <source>Signed out {0}</source>
        <translation>{0} 退出登录</translation>
    </message>
    <message>
        <source>Last seen {0}</source>
        <translation>最近在线 {0}</translation>
    </message>
    <message>
        <source>Signed out</source>
        <translation>已退出登录</translation>
    </message>
    <message>
        <source>This console</source>
        <translation>本控制台</translation>
    </message>
</context>
<context>
    <name>ConsolesCard</name>
    <message>
        <source>My consoles</source>
        <translation>我的控制台</translation>
    </message>
    <message>
        <source>It is out at once. What was not sent from there stays there, until you sign in there again.</source>
        <translation>该控制台将立即退出登录。其尚未发送的内容仍保留在该电脑上，再次登录后发送。</translation>
    </message>
    <message>
        <source>Sign out “{0}”?</source>
        <translation>让“{0}”退出登录？</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>“{0}” is signed out</source>
        <translation>“{0}”已退出登录</translation>
    </message>
    <message>
        <source>A console needs a name.</source>
        <translation>请填写控制台名称。</translation>
    </message>
    <message>
        <source>The console is called “{0}” now</source>
        <translation>控制台已改名为“{0}”</translation>
    </message>
</context>
<context>
    <name>Decision</name>
    <message>
        <source>A note for the applicant; a reason if you reject</source>
        <translation>给申请人的说明；驳回时必填驳回说明</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>审批说明</translation>
    </message>
    <message>
        <source>Hand on …</source>
        <translation>转交…</translation>
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
        <translation>授权</translation>
    </message>
    <message>
        <source>You decide in the place of {0}, who is away.</source>
        <translation>{0} 暂不在岗，由您代为审批。</translation>
    </message>
    <message>
        <source>Handed on by {0}. {1}</source>
        <translation>由 {0} 转交。{1}</translation>
    </message>
    <message>
        <source>Only who may issue for this seal can authorize; you can reject.</source>
        <translation>只有可对该印章授权的人才能下发授权；您可以驳回。</translation>
    </message>
</context>
<context>
    <name>DeleteOrganizationDialog</name>
    <message>
        <source>Delete “{0}”?</source>
        <translation>删除“{0}”？</translation>
    </message>
    <message>
        <source>Nobody can enter the organization any more; its records are kept. It can be deleted only without bound seals and without subsidiaries.</source>
        <translation>任何人都无法再进入该单位，记录予以保留。只有没有已绑定印章且没有子公司时才能删除。</translation>
    </message>
    <message>
        <source>Type its name to delete it</source>
        <translation>输入名称以确认删除</translation>
    </message>
    <message>
        <source>Delete the organization</source>
        <translation>删除单位</translation>
    </message>
    <message>
        <source>The organization is being deleted</source>
        <translation>正在删除单位</translation>
    </message>
</context>
<context>
    <name>DeleteSubsidiaryDialog</name>
    <message>
        <source>Delete “{0}”?</source>
        <translation>删除“{0}”？</translation>
    </message>
    <message>
        <source>Its members can no longer enter it; its records are kept. It can be deleted only without bound seals and without subsidiaries of its own: the cloud checks that.</source>
        <translation>其成员将无法再进入，记录予以保留。只有没有已绑定印章、没有下级子公司时才能删除，由云平台检查。</translation>
    </message>
    <message>
        <source>Type its name to delete it</source>
        <translation>输入名称以确认删除</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Subsidiary deleted</source>
        <translation>子公司已删除</translation>
    </message>
</context>
<context>
    <name>DepartmentDetail</name>
    <message>
        <source>Members</source>
        <translation>成员</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Add a member here</source>
        <translation>在此添加成员</translation>
    </message>
    <message>
        <source>{0} members</source>
        <translation>{0} 名成员</translation>
    </message>
    <message>
        <source>nobody yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>Drag members here, or choose the department beside the member.</source>
        <translation>将成员拖到此处，或在成员详情中选择部门。</translation>
    </message>
    <message>
        <source>Its {0} members will be in no department.</source>
        <translation>其 {0} 名成员将移至未加入部门。</translation>
    </message>
    <message>
        <source>Nobody is in it.</source>
        <translation>没有成员。</translation>
    </message>
    <message>
        <source>Delete the department “{0}”?</source>
        <translation>删除部门“{0}”？</translation>
    </message>
    <message>
        <source>Department deleted</source>
        <translation>部门已删除</translation>
    </message>
</context>
<context>
    <name>DepartmentDialog</name>
    <message>
        <source>Rename a department</source>
        <translation>修改部门</translation>
    </message>
    <message>
        <source>Add a department</source>
        <translation>添加部门</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Department renamed</source>
        <translation>部门已修改</translation>
    </message>
    <message>
        <source>Department added</source>
        <translation>部门已添加</translation>
    </message>
</context>
<context>
    <name>DeskCard</name>
    <message>
        <source>Documents of the application</source>
        <translation>本次申请的文件</translation>
    </message>
    <message>
        <source>The application has no PDF.</source>
        <translation>本次申请没有 PDF 文件。</translation>
    </message>
    <message>
        <source>Another file …</source>
        <translation>其他文件 …</translation>
    </message>
    <message>
        <source>Seal now</source>
        <translation>立即用印</translation>
    </message>
    <message>
        <source>Finish it</source>
        <translation>继续完成</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Save the file …</source>
        <translation>保存文件 …</translation>
    </message>
    <message>
        <source>Seal another one</source>
        <translation>再盖一份</translation>
    </message>
    <message>
        <source>Where the seal is seen</source>
        <translation>盖章位置</translation>
    </message>
    <message>
        <source>“{0}” is not finished</source>
        <translation>“{0}”尚未完成</translation>
    </message>
    <message>
        <source>The sealed file is kept with its record as well.</source>
        <translation>已用印的文件也随记录保存。</translation>
    </message>
    <message>
        <source>The seal has signed it; only the file is to be made. That is no further use.</source>
        <translation>印章已经签名，只需生成文件，不再计次。</translation>
    </message>
    <message>
        <source>The seal may have signed it. Asked again, it gives the same answer: no further use.</source>
        <translation>印章可能已经签名。再次询问会得到同一结果，不再计次。</translation>
    </message>
    <message>
        <source>It cannot be cancelled any more; you may go back, and finish it later.</source>
        <translation>已不能取消；可以先返回，稍后再完成。</translation>
    </message>
    <message>
        <source>All uses are used up.</source>
        <translation>用印次数已用完。</translation>
    </message>
    <message>
        <source>One document is one use. Have the seal at hand and switched on.</source>
        <translation>每份文件计一次。请将印章开机放在手边。</translation>
    </message>
    <message>
        <source>With a time stamp.</source>
        <translation>将加盖时间戳。</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Sealed at</source>
        <translation>用印时间</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>已用次数</translation>
    </message>
    <message>
        <source>none: its authority did not answer</source>
        <translation>无：时间戳服务没有应答</translation>
    </message>
    <message>
        <source>Time stamp</source>
        <translation>时间戳</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>有</translation>
    </message>
</context>
<context>
    <name>Detail</name>
    <message>
        <source>sending</source>
        <translation>发送中</translation>
    </message>
</context>
<context>
    <name>Display</name>
    <message>
        <source>The seal&apos;s screen</source>
        <translation>印章屏幕</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>屏幕未点亮</translation>
    </message>
</context>
<context>
    <name>DocumentFrame</name>
    <message>
        <source>What the camera sees</source>
        <translation>摄像头画面</translation>
    </message>
</context>
<context>
    <name>EnrolDialog</name>
    <message>
        <source>Fingerprint of {0}</source>
        <translation>录入“{0}”的指纹</translation>
    </message>
    <message>
        <source>At the seal “{0}”</source>
        <translation>印章“{0}”</translation>
    </message>
    <message>
        <source>Again</source>
        <translation>重新录入</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>No fingerprint was taken</source>
        <translation>未录入指纹</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Give up</source>
        <translation>取消录入</translation>
    </message>
    <message>
        <source>Lift the finger and touch the reader again: {0} more.</source>
        <translation>请抬起手指后再次按压，还需 {0} 次。</translation>
    </message>
    <message>
        <source>Touch the reader below the seal&apos;s screen: six times in all.</source>
        <translation>请在印章屏幕下方的指纹处按压，共 6 次。</translation>
    </message>
    <message>
        <source>That touch could not be read. Once more, and hold still.</source>
        <translation>这一次未能识别，请保持不动，重新按压。</translation>
    </message>
    <message>
        <source>What the cloud hears of it is shown here.</source>
        <translation>此处显示云平台得知的进度。</translation>
    </message>
    <message>
        <source>Asking the cloud and the seal …</source>
        <translation>正在联系云平台和印章……</translation>
    </message>
    <message>
        <source>Ordered; waiting for the seal</source>
        <translation>指令已下发，待设备确认</translation>
    </message>
    <message>
        <source>As soon as the seal has heard of it, it asks for the finger (请按指纹).</source>
        <translation>印章收到指令后，屏幕会显示“请按指纹”。</translation>
    </message>
    <message>
        <source>{0} of 6 taken</source>
        <translation>已采集 {0}/6 次</translation>
    </message>
    <message>
        <source>Saved (已保存)</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>The seal knows this member by fingerprint now.</source>
        <translation>该成员的指纹已存入印章。</translation>
    </message>
    <message>
        <source>Half a minute went by without a touch, or too many could not be read.</source>
        <translation>半分钟内没有按压，或多次无法识别。</translation>
    </message>
    <message>
        <source>Given up</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Nothing of it was kept.</source>
        <translation>没有保存任何指纹。</translation>
    </message>
    <message>
        <source>It cannot be taken now</source>
        <translation>现在无法录入</translation>
    </message>
</context>
<context>
    <name>Events</name>
    <message>
        <source>Events</source>
        <translation>事件记录</translation>
    </message>
    <message>
        <source>What the seal&apos;s log tells beside the impressions appears here.</source>
        <translation>印章日志中盖章以外的事件会显示在这里。</translation>
    </message>
    <message>
        <source>No events yet</source>
        <translation>暂无事件</translation>
    </message>
    <message>
        <source>entry {0} of the seal&apos;s log</source>
        <translation>印章日志第 {0} 条</translation>
    </message>
</context>
<context>
    <name>ExactAddress</name>
    <message>
        <source>Exact address</source>
        <translation>详细地址</translation>
    </message>
    <message>
        <source>This position is sent to {0}</source>
        <translation>将把此位置发送到 {0}</translation>
    </message>
    <message>
        <source>Asking …</source>
        <translation>正在查询…</translation>
    </message>
    <message>
        <source>The provider of addresses does not take the key of the settings.</source>
        <translation>地址服务商不接受设置中的密钥。</translation>
    </message>
    <message>
        <source>The provider of addresses knows none for this place.</source>
        <translation>地址服务商没有此处的地址。</translation>
    </message>
    <message>
        <source>The provider of addresses cannot be reached at the moment.</source>
        <translation>暂时无法连接地址服务商。</translation>
    </message>
    <message>
        <source>What the settings name as provider of addresses answers something else.</source>
        <translation>设置中的地址服务商返回的不是地址。</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export usage records</source>
        <translation>导出使用记录</translation>
    </message>
    <message>
        <source>All seals</source>
        <translation>全部印章</translation>
    </message>
    <message>
        <source>name@example.com</source>
        <translation>name@example.com</translation>
    </message>
    <message>
        <source>Seal</source>
        <translation>印章</translation>
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
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Receiving mailbox</source>
        <translation>接收邮箱</translation>
    </message>
    <message>
        <source>Beijing time, as in the files</source>
        <translation>北京时间，与文件中一致</translation>
    </message>
    <message>
        <source>Records in this period: {0}</source>
        <translation>该时段记录数：{0}</translation>
    </message>
    <message>
        <source>{0}; the PDF comes in {1} volumes of up to {2}</source>
        <translation>{0}；PDF 分为 {1} 册，每册最多 {2} 条</translation>
    </message>
    <message>
        <source>The cloud writes the files, sends them to the mailbox and keeps them here for seven days.</source>
        <translation>云平台生成文件并发送至邮箱，文件在此保留 7 天。</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>The export is on its way</source>
        <translation>已提交导出</translation>
    </message>
</context>
<context>
    <name>ExportsDialog</name>
    <message>
        <source>Exports of usage records</source>
        <translation>使用记录的导出</translation>
    </message>
</context>
<context>
    <name>ExportsPage</name>
    <message>
        <source>Choose an export at the left.</source>
        <translation>请在左侧选择一次导出。</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Mailbox</source>
        <translation>邮箱</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>重新发送</translation>
    </message>
    <message>
        <source>Cancel the export</source>
        <translation>取消导出</translation>
    </message>
    <message>
        <source>Fetch {0}</source>
        <translation>下载 {0}</translation>
    </message>
    <message>
        <source>What is exported from the usage records is listed here, with its files for seven days.</source>
        <translation>使用记录的导出列在这里，文件保留 7 天。</translation>
    </message>
    <message>
        <source>No export yet</source>
        <translation>还没有导出</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0}/{1}</translation>
    </message>
    <message>
        <source>Period (Beijing time)</source>
        <translation>时段（北京时间）</translation>
    </message>
    <message>
        <source>Volume {0} of {1} · {2}</source>
        <translation>第 {0} / {1} 册 · {2}</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>记录数</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Kept until</source>
        <translation>保留至</translation>
    </message>
    <message>
        <source>Mail</source>
        <translation>邮件</translation>
    </message>
    <message>
        <source>Exported by</source>
        <translation>导出人</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>提交时间</translation>
    </message>
    <message>
        <source>All seals</source>
        <translation>全部印章</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>发送中</translation>
    </message>
    <message>
        <source>Export cancelled</source>
        <translation>导出已取消</translation>
    </message>
    <message>
        <source>The files are sent again</source>
        <translation>文件正在重新发送</translation>
    </message>
    <message>
        <source>The cloud is out of reach just now; the file is not lost.</source>
        <translation>暂时无法连接云平台，文件不会丢失。</translation>
    </message>
    <message>
        <source>It cannot be saved: {0}</source>
        <translation>无法保存：{0}</translation>
    </message>
    <message>
        <source>Saved as {0}</source>
        <translation>已保存为 {0}</translation>
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
    <name>FeaturesPage</name>
    <message>
        <source>Manual configuration</source>
        <translation>手动配置</translation>
    </message>
    <message>
        <source>Batch configuration</source>
        <translation>批量配置</translation>
    </message>
    <message>
        <source>Now:</source>
        <translation>当前：</translation>
    </message>
    <message>
        <source>Save configuration</source>
        <translation>保存配置</translation>
    </message>
    <message>
        <source>Item (for the next saving)</source>
        <translation>配置项（下次保存生效）</translation>
    </message>
    <message>
        <source>What it means</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>当前</translation>
    </message>
    <message>
        <source>Begins with everything checked: take out what is not wanted.</source>
        <translation>默认全部勾选，去掉不需要的项。</translation>
    </message>
    <message>
        <source>Begins with nothing checked: check what is wanted.</source>
        <translation>默认全部未勾选，勾选需要的项。</translation>
    </message>
    <message>
        <source>Free use</source>
        <translation>自由用印</translation>
    </message>
    <message>
        <source>Controlled use · {0} items</source>
        <translation>管控用印 · {0} 项</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>{0} of {1} checked</source>
        <translation>已勾选 {0}/{1} 项</translation>
    </message>
    <message>
        <source>{0} · switches {1} on and {2} off</source>
        <translation>{0} · 开启 {1} 项，关闭 {2} 项</translation>
    </message>
    <message>
        <source>Configuration saved</source>
        <translation>配置已保存</translation>
    </message>
    <message>
        <source>Seals are in free use</source>
        <translation>印章处于自由用印状态</translation>
    </message>
    <message>
        <source>Nothing is checked, so applications and authorizations are switched off: whoever is connected stamps without limit. Each impression is still recorded with person, time and place.</source>
        <translation>全部未勾选，申请和授权功能将关闭：连接后即可无限次盖章。每次盖章仍会记录人员、时间和位置。</translation>
    </message>
    <message>
        <source>Put the seals into free use?</source>
        <translation>切换为自由用印？</translation>
    </message>
</context>
<context>
    <name>FeeTable</name>
    <message>
        <source>Fees</source>
        <translation>服务费明细</translation>
    </message>
    <message>
        <source>Seal</source>
        <translation>印章</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>交费类型</translation>
    </message>
    <message>
        <source>Fee</source>
        <translation>服务费</translation>
    </message>
</context>
<context>
    <name>Fees</name>
    <message>
        <source>Seals</source>
        <translation>印章</translation>
    </message>
    <message>
        <source>This cloud charges nothing for its service: seals go on without a fee.</source>
        <translation>该云平台不收取服务费，印章可一直使用。</translation>
    </message>
    <message>
        <source>No service fee</source>
        <translation>无需交费</translation>
    </message>
    <message>
        <source>The seals of your organization, and until when each is paid for, are listed here.</source>
        <translation>单位的印章及其服务期截止日期将列在这里。</translation>
    </message>
    <message>
        <source>No seal is bound yet</source>
        <translation>还没有绑定印章</translation>
    </message>
    <message>
        <source>{0} of {1} chosen</source>
        <translation>已选 {0}/{1}</translation>
    </message>
    <message>
        <source>Choose none</source>
        <translation>取消全选</translation>
    </message>
    <message>
        <source>Choose all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Click the seals at the left that you want to pay for; several at once are one payment.</source>
        <translation>点击左侧的印章，可一次选择多枚，合并支付。</translation>
    </message>
    <message>
        <source>Choose seals to pay for</source>
        <translation>请选择交费印章</translation>
    </message>
    <message>
        <source>Service until {0}</source>
        <translation>服务期至 {0}</translation>
    </message>
</context>
<context>
    <name>FilePicker</name>
    <message>
        <source>Add pictures …</source>
        <translation>添加图片…</translation>
    </message>
    <message>
        <source>Add files …</source>
        <translation>添加附件…</translation>
    </message>
    <message>
        <source>Choose a picture …</source>
        <translation>选择图片…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>PNG or JPEG, up to {0} each</source>
        <translation>PNG 或 JPEG，每个不超过 {0}</translation>
    </message>
    <message>
        <source>up to {0} each</source>
        <translation>每个不超过 {0}</translation>
    </message>
    <message>
        <source>PNG or JPEG, up to {0}</source>
        <translation>PNG 或 JPEG，不超过 {0}</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg)</source>
        <translation>图片 (*.png *.jpg *.jpeg)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>No more than {0} files.</source>
        <translation>最多 {0} 个文件。</translation>
    </message>
</context>
<context>
    <name>FileRows</name>
    <message>
        <source>Open {0}</source>
        <translation>打开 {0}</translation>
    </message>
    <message>
        <source>Save {0}</source>
        <translation>保存 {0}</translation>
    </message>
    <message>
        <source>Remove {0}</source>
        <translation>移除 {0}</translation>
    </message>
</context>
<context>
    <name>Filters</name>
    <message>
        <source>Everybody</source>
        <translation>所有人</translation>
    </message>
    <message>
        <source>All acts</source>
        <translation>全部操作</translation>
    </message>
    <message>
        <source>Administration</source>
        <translation>管理操作</translation>
    </message>
    <message>
        <source>Use of seals</source>
        <translation>用印</translation>
    </message>
    <message>
        <source>All the time</source>
        <translation>全部时间</translation>
    </message>
    <message>
        <source>The last 24 hours</source>
        <translation>最近 24 小时</translation>
    </message>
    <message>
        <source>The last 7 days</source>
        <translation>最近 7 天</translation>
    </message>
    <message>
        <source>The last 30 days</source>
        <translation>最近 30 天</translation>
    </message>
    <message>
        <source>The last year</source>
        <translation>最近一年</translation>
    </message>
    <message>
        <source>From … until …</source>
        <translation>起止时间</translation>
    </message>
    <message>
        <source>Refused only</source>
        <translation>仅看被拒绝的</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>操作人</translation>
    </message>
    <message>
        <source>Kind of act</source>
        <translation>操作类型</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>用印时间</translation>
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
        <source>Current seal</source>
        <translation>当前印章</translation>
    </message>
    <message>
        <source>All seals</source>
        <translation>全部印章</translation>
    </message>
    <message>
        <source>All categories</source>
        <translation>全部分类</translation>
    </message>
    <message>
        <source>All results</source>
        <translation>全部结果</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Abnormal</source>
        <translation>异常</translation>
    </message>
    <message>
        <source>Any review</source>
        <translation>全部复核</translation>
    </message>
    <message>
        <source>Not reviewed</source>
        <translation>未复核</translation>
    </message>
    <message>
        <source>Reviewed: normal</source>
        <translation>复核：正常</translation>
    </message>
    <message>
        <source>Reviewed: doubtful</source>
        <translation>复核：存疑</translation>
    </message>
    <message>
        <source>Any time</source>
        <translation>全部时间</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>本月</translation>
    </message>
    <message>
        <source>Last month</source>
        <translation>上月</translation>
    </message>
    <message>
        <source>This year</source>
        <translation>今年</translation>
    </message>
    <message>
        <source>Records of</source>
        <translation>记录范围</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>使用人</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>复核</translation>
    </message>
    <message>
        <source>Person unknown</source>
        <translation>人员未知</translation>
    </message>
    <message>
        <source>Without category</source>
        <translation>无分类</translation>
    </message>
    <message>
        <source>The end must come after the start.</source>
        <translation>结束时间必须晚于开始时间。</translation>
    </message>
</context>
<context>
    <name>Finger</name>
    <message>
        <source>Person {0}</source>
        <translation>人员 {0}</translation>
    </message>
    <message>
        <source>finger {0}</source>
        <translation>手指 {0}</translation>
    </message>
    <message>
        <source>Whose finger</source>
        <translation>谁的手指</translation>
    </message>
    <message>
        <source>Which finger</source>
        <translation>哪根手指</translation>
    </message>
    <message>
        <source>wet</source>
        <translation>手湿</translation>
    </message>
    <message>
        <source>The reader sees it badly</source>
        <translation>指纹识别不清</translation>
    </message>
    <message>
        <source>Touch</source>
        <translation>按指纹</translation>
    </message>
    <message>
        <source>Lay the finger on the reader</source>
        <translation>将手指放在指纹区</translation>
    </message>
</context>
<context>
    <name>Fingers</name>
    <message>
        <source>A seal keeps five fingerprints, one for a member. One is made of six touches: of one finger, or of up to six different ones, which are then all known, but less surely.</source>
        <translation>每枚印章可存 5 枚指纹，每位成员一枚。录入一枚需按压 6 次：可用同一手指，也可用最多六个不同的手指，均可解锁，但识别率会降低。</translation>
    </message>
    <message>
        <source>Member whose fingerprint is taken</source>
        <translation>录入指纹的成员</translation>
    </message>
    <message>
        <source>Enrol …</source>
        <translation>录入指纹…</translation>
    </message>
    <message>
        <source>Enrol a fingerprint</source>
        <translation>录入指纹</translation>
    </message>
    <message>
        <source>Fingerprints: {0} of {1}</source>
        <translation>指纹 {0}/{1}</translation>
    </message>
    <message>
        <source>This seal has no fingerprint reader: Bluetooth seals do not support fingerprints (蓝牙不支持指纹校验).</source>
        <translation>该印章没有指纹模块：蓝牙不支持指纹校验。</translation>
    </message>
    <message>
        <source>Fingerprints are not supported over Bluetooth (蓝牙不支持指纹校验): switch to GPRS first.</source>
        <translation>蓝牙不支持指纹校验，请先切换为 GPRS。</translation>
    </message>
    <message>
        <source>Storage is full (存储已满): delete a fingerprint to make room for another.</source>
        <translation>存储已满，请先删除一枚指纹。</translation>
    </message>
    <message>
        <source>It waits for a finger; another can be taken when that has come to an end.</source>
        <translation>正在等待录入一枚指纹，完成后才能录入下一枚。</translation>
    </message>
    <message>
        <source>Slot {0}</source>
        <translation>位置 {0}</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>{0}, ordered by {1}</source>
        <translation>{0}，{1}下发</translation>
    </message>
    <message>
        <source>Delete the fingerprint of {0}</source>
        <translation>删除“{0}”的指纹</translation>
    </message>
</context>
<context>
    <name>Firmware</name>
    <message>
        <source>Upgrade now over Bluetooth</source>
        <translation>通过蓝牙立即升级</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop the upgrade from this computer</source>
        <translation>停止由本机进行的升级</translation>
    </message>
    <message>
        <source>{0} · {1} of {2} KB</source>
        <translation>{0} · {1}/{2} KB</translation>
    </message>
    <message>
        <source>Firmware upgrade to {0}</source>
        <translation>固件升级：{0}</translation>
    </message>
    <message>
        <source>Firmware upgrade from {0} to {1}</source>
        <translation>固件升级：{0} → {1}</translation>
    </message>
    <message>
        <source>Called off</source>
        <translation>已停止发布</translation>
    </message>
    <message>
        <source>Ordered</source>
        <translation>已下发</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>下载中</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>已校验</translation>
    </message>
    <message>
        <source>Updating</source>
        <translation>更新中</translation>
    </message>
    <message>
        <source>Updated</source>
        <translation>已更新</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>升级失败</translation>
    </message>
    <message>
        <source>{0} ({1}).</source>
        <translation>{0}（{1}）。</translation>
    </message>
    <message>
        <source>It has run this version since {0}.</source>
        <translation>自 {0} 起运行此版本。</translation>
    </message>
    <message>
        <source>It has restarted with it on trial, and checks itself.</source>
        <translation>已重启试运行新固件，正在自检。</translation>
    </message>
    <message>
        <source>Ordered on {0}; the seal hears of it with its next contact.</source>
        <translation>{0} 下发；印章下次联系时开始下载。</translation>
    </message>
    <message>
        <source>It comes into the seal bit by bit; the seal is used and records as ever.</source>
        <translation>正在分段传入印章；期间用印和记录不受影响。</translation>
    </message>
    <message>
        <source>It goes on with the seal&apos;s next contact: over GPRS, or beside a console.</source>
        <translation>印章下次联系时（通过 GPRS 或靠近控制台）继续。</translation>
    </message>
    <message>
        <source>It restarts with it as soon as nobody has it in hand.</source>
        <translation>等待印章放下后重启更新。</translation>
    </message>
    <message>
        <source>It restarts with it at {0} of its battery, or while it is charged.</source>
        <translation>等待电量达到 {0} 或充电后重启更新。</translation>
    </message>
    <message>
        <source>It restarts with it as soon as nobody has used it for some seconds.</source>
        <translation>无人使用几秒后即重启更新。</translation>
    </message>
    <message>
        <source>Connecting to the seal …</source>
        <translation>正在连接印章…</translation>
    </message>
    <message>
        <source>Stay near the seal; what it has by now it keeps, whenever this ends.</source>
        <translation>请保持在印章附近；随时中断，已传输的内容都会保留。</translation>
    </message>
    <message>
        <source>The seal wants no release just now.</source>
        <translation>印章目前没有需要的固件。</translation>
    </message>
    <message>
        <source>Stopped; it goes on where it was.</source>
        <translation>已停止；下次从已传输处继续。</translation>
    </message>
    <message>
        <source>It goes on where it was.</source>
        <translation>下次从已传输处继续。</translation>
    </message>
</context>
<context>
    <name>FirstStartPage</name>
    <message>
        <source>A cloud that exists</source>
        <translation>连接已有的云平台</translation>
    </message>
    <message>
        <source>Your organization has one, or its supplier runs one. You need its address.</source>
        <translation>由本单位或供应商运行，您需要知道它的地址。</translation>
    </message>
    <message>
        <source>Enter its address</source>
        <translation>输入地址</translation>
    </message>
    <message>
        <source>One on this computer</source>
        <translation>在本机运行云平台</translation>
    </message>
    <message>
        <source>For one computer and its seals. The cloud runs beside this console and keeps its data here.</source>
        <translation>适合只用一台电脑管理印章。云平台随本控制台运行，数据保存在本机。</translation>
    </message>
    <message>
        <source>Set it up</source>
        <translation>开始设置</translation>
    </message>
    <message>
        <source>Look at the demo</source>
        <translation>看看演示</translation>
    </message>
    <message>
        <source>A made-up company with virtual seals, in windows of its own. It needs no seal and no account.</source>
        <translation>虚构的单位和虚拟印章，在单独的窗口中运行，无需印章和账号。</translation>
    </message>
    <message>
        <source>Start the demo</source>
        <translation>启动演示</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Welcome to Signet</source>
        <translation>欢迎使用印信</translation>
    </message>
    <message>
        <source>Which cloud shall this console work with? You can change this before you sign in.</source>
        <translation>本控制台使用哪个云平台？登录之前可以更改。</translation>
    </message>
    <message>
        <source>Data of another computer is taken in with the command: {0}</source>
        <translation>要导入另一台电脑的数据，请使用命令：{0}</translation>
    </message>
</context>
<context>
    <name>FlowPreview</name>
    <message>
        <source>Approval flow</source>
        <translation>审批流程</translation>
    </message>
    <message>
        <source>Flow</source>
        <translation>流程</translation>
    </message>
    <message>
        <source>The flow is shown once it is known here.</source>
        <translation>审批流程同步到本机后显示。</translation>
    </message>
    <message>
        <source>Copied to: {0}</source>
        <translation>抄送：{0}</translation>
    </message>
</context>
<context>
    <name>Flows</name>
    <message>
        <source>Kind of use</source>
        <translation>用印类别</translation>
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
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Set the approval flow</source>
        <translation>设置审批流程</translation>
    </message>
    <message>
        <source>Remove the approval flow</source>
        <translation>移除审批流程</translation>
    </message>
    <message>
        <source>All other kinds of use</source>
        <translation>其他所有类别</translation>
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
        <source>{0}, as for all other kinds of use</source>
        <translation>{0}（同其他类别）</translation>
    </message>
    <message>
        <source>Owner or administrator</source>
        <translation>主管理员或管理员</translation>
    </message>
    <message>
        <source>With a flow of their own: {0}</source>
        <translation>有单独流程的类别：{0}</translation>
    </message>
</context>
<context>
    <name>Form</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
</context>
<context>
    <name>FormDialog</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>FreeDetail</name>
    <message>
        <source>Nobody has to authorize a use. Each impression is recorded with its person, time and place, and counts for nobody&apos;s authorization.</source>
        <translation>无需授权即可盖章。每次盖章都会记录人员、时间和位置，不占用任何授权次数。</translation>
    </message>
    <message>
        <source>Go stamp</source>
        <translation>去盖章</translation>
    </message>
    <message>
        <source>Have the seal at hand and switched on.</source>
        <translation>请将印章开机放在手边。</translation>
    </message>
    <message>
        <source>Free use</source>
        <translation>自由用印</translation>
    </message>
    <message>
        <source>GPRS or Bluetooth</source>
        <translation>GPRS 或蓝牙</translation>
    </message>
    <message>
        <source>Bluetooth only</source>
        <translation>仅蓝牙</translation>
    </message>
    <message>
        <source>Seal</source>
        <translation>印章</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>型号</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Battery</source>
        <translation>电量</translation>
    </message>
    <message>
        <source>Last heard</source>
        <translation>最近联系</translation>
    </message>
    <message>
        <source>Still on the seal</source>
        <translation>印章上未取回的记录</translation>
    </message>
    <message>
        <source>The seal has not heard yet that it is in free use; it does as soon as it is in contact.</source>
        <translation>待设备确认：印章尚未得知已进入自由用印，联系后即生效。</translation>
    </message>
</context>
<context>
    <name>GroundCard</name>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
    <message>
        <source>coasts and cities only</source>
        <translation>仅海岸线和城市</translation>
    </message>
    <message>
        <source>a file (MBTiles)</source>
        <translation>文件（MBTiles）</translation>
    </message>
    <message>
        <source>from the network</source>
        <translation>网络地图</translation>
    </message>
    <message>
        <source>for example: GS(2024)0650</source>
        <translation>例如：GS(2024)0650号</translation>
    </message>
    <message>
        <source>Choose a file …</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Nothing of the map leaves this computer, unless it comes from the network: whoever serves it then sees which part of the world is looked at, but no seal.</source>
        <translation>地图不会向外发送任何数据；选用网络地图时，地图服务方会看到查看的区域，但看不到印章。</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Address of the tiles</source>
        <translation>瓦片地址</translation>
    </message>
    <message>
        <source>Approval number (审图号)</source>
        <translation>审图号</translation>
    </message>
    <message>
        <source>Coordinates of the layer</source>
        <translation>图层坐标系</translation>
    </message>
    <message>
        <source>Drawn on</source>
        <translation>底图</translation>
    </message>
    <message>
        <source>Type the address under which the tiles are served.</source>
        <translation>请填写瓦片服务的地址。</translation>
    </message>
    <message>
        <source>This is no address of https.</source>
        <translation>这不是 https 地址。</translation>
    </message>
    <message>
        <source>The address has to say {z}, {x} and {y} where the tile&apos;s numbers belong.</source>
        <translation>地址中须用 {z}、{x}、{y} 表示瓦片编号。</translation>
    </message>
    <message>
        <source>File of the map</source>
        <translation>地图文件</translation>
    </message>
    <message>
        <source>Maps (*.mbtiles);;All files (*)</source>
        <translation>地图 (*.mbtiles);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Choose a file.</source>
        <translation>请选择文件。</translation>
    </message>
    <message>
        <source>Tiles of zoom {0} to {1}</source>
        <translation>瓦片级别 {0} 至 {1}</translation>
    </message>
</context>
<context>
    <name>HandOnDialog</name>
    <message>
        <source>Hand on to another approver</source>
        <translation>转交给其他审批人</translation>
    </message>
    <message>
        <source>Approver</source>
        <translation>审批人</translation>
    </message>
    <message>
        <source>Note for him</source>
        <translation>转交说明</translation>
    </message>
    <message>
        <source>Hand on</source>
        <translation>转交</translation>
    </message>
    <message>
        <source>Handed on to {0}</source>
        <translation>已转交给 {0}</translation>
    </message>
</context>
<context>
    <name>HandOverDialog</name>
    <message>
        <source>Hand over from {0}</source>
        <translation>交接“{0}”的工作</translation>
    </message>
    <message>
        <source>Nothing: he may leave right away.</source>
        <translation>没有需要交接的事项，可以直接移除。</translation>
    </message>
    <message>
        <source>All of it goes to</source>
        <translation>全部交接给</translation>
    </message>
    <message>
        <source>Then remove him from the organization</source>
        <translation>随后将其移出单位</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>He has in hand</source>
        <translation>名下事项</translation>
    </message>
    <message>
        <source>To decide</source>
        <translation>待审批</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>审批模板</translation>
    </message>
    <message>
        <source>Seals kept</source>
        <translation>管理的印章</translation>
    </message>
    <message>
        <source>Uses, will be ended</source>
        <translation>用印中，将被结束</translation>
    </message>
    <message>
        <source>Not activated, will be cancelled</source>
        <translation>未激活，将被撤销</translation>
    </message>
    <message>
        <source>Pictures owed</source>
        <translation>待补照片</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Hand over and remove</source>
        <translation>交接并移除</translation>
    </message>
    <message>
        <source>Hand over</source>
        <translation>交接</translation>
    </message>
    <message>
        <source>There is nobody who could take it: give somebody the role first.</source>
        <translation>没有可接收的人员，请先为他人设置相应角色。</translation>
    </message>
    <message>
        <source>{0} was removed</source>
        <translation>{0} 已移除</translation>
    </message>
    <message>
        <source>Handed over from {0}</source>
        <translation>“{0}”的工作已交接</translation>
    </message>
</context>
<context>
    <name>Hands</name>
    <message>
        <source>Press the seal</source>
        <translation>按压盖章</translation>
    </message>
    <message>
        <source>Paper under it</source>
        <translation>下面有纸</translation>
    </message>
    <message>
        <source>New sheet</source>
        <translation>换一张纸</translation>
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
</context>
<context>
    <name>HelpWindow</name>
    <message>
        <source>User guide</source>
        <translation>用户指南</translation>
    </message>
    <message>
        <source>Search the guide</source>
        <translation>搜索用户指南</translation>
    </message>
    <message>
        <source>Chapters</source>
        <translation>章节</translation>
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
        <source>For everybody</source>
        <translation>全体成员</translation>
    </message>
    <message>
        <source>For keepers and administrators</source>
        <translation>管章人与管理员</translation>
    </message>
    <message>
        <source>For operators of the cloud</source>
        <translation>平台运营人员</translation>
    </message>
</context>
<context>
    <name>HereForm</name>
    <message>
        <source>A cloud on this computer</source>
        <translation>本机的云平台</translation>
    </message>
    <message>
        <source>It runs as long as this console does, keeps its data on this computer, and only this computer reaches it. Codes are shown here instead of being sent by SMS.</source>
        <translation>它随本控制台运行，数据保存在本机，只有本机可以访问。验证码直接显示在这里，不通过短信发送。</translation>
    </message>
    <message>
        <source>Organization</source>
        <translation>单位名称</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>您的姓名</translation>
    </message>
    <message>
        <source>Your phone number</source>
        <translation>您的手机号</translation>
    </message>
    <message>
        <source>You sign in with it.</source>
        <translation>您将用它登录。</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>It comes with your seals (maker.root). Without a seal yet, look at the demo.</source>
        <translation>随印章提供（maker.root）。还没有印章时，请先看演示。</translation>
    </message>
    <message>
        <source>Certificate of your seals&apos; maker</source>
        <translation>印章厂商的证书</translation>
    </message>
    <message>
        <source>One has been set up on this computer before.</source>
        <translation>本机已经设置过云平台。</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>使用它</translation>
    </message>
    <message>
        <source>Set it up</source>
        <translation>开始设置</translation>
    </message>
    <message>
        <source>Please fill this in.</source>
        <translation>请填写此项。</translation>
    </message>
    <message>
        <source>This is not a phone number.</source>
        <translation>手机号格式不正确。</translation>
    </message>
    <message>
        <source>The cloud is being set up …</source>
        <translation>正在设置云平台…</translation>
    </message>
    <message>
        <source>It could not be set up: {0}.</source>
        <translation>设置失败：{0}。</translation>
    </message>
    <message>
        <source>This file cannot be read.</source>
        <translation>无法读取此文件。</translation>
    </message>
    <message>
        <source>This is not a maker&apos;s certificate.</source>
        <translation>这不是厂商的证书。</translation>
    </message>
    <message>
        <source>This is the certificate of a demo: everybody can make such seals.</source>
        <translation>这是演示用的证书，任何人都能制作这样的印章。</translation>
    </message>
</context>
<context>
    <name>HoldDialog</name>
    <message>
        <source>Hold pictures</source>
        <translation>保全照片</translation>
    </message>
    <message>
        <source>All seals</source>
        <translation>全部印章</translation>
    </message>
    <message>
        <source>Of any time</source>
        <translation>不限时间</translation>
    </message>
    <message>
        <source>From … until …</source>
        <translation>起止时间</translation>
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
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Seal</source>
        <translation>印章</translation>
    </message>
    <message>
        <source>When the cloud got them</source>
        <translation>云平台收到照片的时间</translation>
    </message>
    <message>
        <source>Hold them</source>
        <translation>保全</translation>
    </message>
    <message>
        <source>all seals</source>
        <translation>全部印章</translation>
    </message>
    <message>
        <source>Pictures of {0} stay, also those that are still to come, until the owner lifts the hold.</source>
        <translation>{0}的照片（包括以后的照片）一律保留，直到主管理员解除保全。</translation>
    </message>
    <message>
        <source>Pictures of {0} that the cloud got from {1} until {2} stay until the owner lifts the hold.</source>
        <translation>云平台在 {1} 至 {2} 收到的{0}照片一律保留，直到主管理员解除保全。</translation>
    </message>
    <message>
        <source>Pictures are held</source>
        <translation>照片已保全</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import members</source>
        <translation>导入成员</translation>
    </message>
    <message>
        <source>XLSX or CSV with the columns name and phone number; department and role if you like. Nothing is done before you have seen what stands in it.</source>
        <translation>XLSX 或 CSV 文件，须有姓名和手机号两列，部门和角色可选。导入前会先显示内容供您核对。</translation>
    </message>
    <message>
        <source>Choose a file …</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Save a template …</source>
        <translation>保存模板文件…</translation>
    </message>
    <message>
        <source>Rows of the file</source>
        <translation>文件中的行</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Another file …</source>
        <translation>换一个文件…</translation>
    </message>
    <message>
        <source>Reading …</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>The file cannot be read: {0}</source>
        <translation>无法读取文件：{0}</translation>
    </message>
    <message>
        <source>members</source>
        <translation>成员名单</translation>
    </message>
    <message>
        <source>The file cannot be written: {0}</source>
        <translation>无法写入文件：{0}</translation>
    </message>
    <message>
        <source>The template was saved as {0}</source>
        <translation>模板文件已保存为 {0}</translation>
    </message>
    <message>
        <source>Add {0} members</source>
        <translation>添加 {0} 名成员</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>{0} added</source>
        <translation>已添加 {0} 名</translation>
    </message>
    <message>
        <source>{0} refused</source>
        <translation>{0} 行被拒绝</translation>
    </message>
    <message>
        <source>{0} left out</source>
        <translation>{0} 行未导入</translation>
    </message>
    <message>
        <source>{0} of {1} rows can be added.</source>
        <translation>{1} 行中有 {0} 行可以添加。</translation>
    </message>
    <message>
        <source>The others are left out; nothing is done yet.</source>
        <translation>其余各行不会导入；尚未执行任何操作。</translation>
    </message>
</context>
<context>
    <name>ImportModel</name>
    <message>
        <source>can be added</source>
        <translation>可以添加</translation>
    </message>
    <message>
        <source>added here · sending</source>
        <translation>已在本机添加 · 发送中</translation>
    </message>
    <message>
        <source>added</source>
        <translation>已添加</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行</translation>
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
        <source>Department</source>
        <translation>部门</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
</context>
<context>
    <name>InformationDetail</name>
    <message>
        <source>Information</source>
        <translation>单位信息</translation>
    </message>
    <message>
        <source>Quotas</source>
        <translation>配额</translation>
    </message>
    <message>
        <source>Edit …</source>
        <translation>修改信息…</translation>
    </message>
    <message>
        <source>Change owner …</source>
        <translation>更改主管理员…</translation>
    </message>
    <message>
        <source>Delete …</source>
        <translation>删除单位…</translation>
    </message>
    <message>
        <source>Pictures …</source>
        <translation>照片保留 …</translation>
    </message>
    <message>
        <source>Subsidiary of {0}</source>
        <translation>{0}的子公司</translation>
    </message>
    <message>
        <source>a headquarters</source>
        <translation>总公司</translation>
    </message>
    <message>
        <source>Organization</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>after {0} h</source>
        <translation>超过 {0} 小时</translation>
    </message>
    <message>
        <source>never</source>
        <translation>不提醒</translation>
    </message>
    <message>
        <source>after {0} d</source>
        <translation>{0} 天后</translation>
    </message>
    <message>
        <source>removed after {0} d</source>
        <translation>{0} 天后删除</translation>
    </message>
    <message>
        <source>kept for ever</source>
        <translation>永久保留</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>联系方式</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>主管理员</translation>
    </message>
    <message>
        <source>Use of seals</source>
        <translation>用印方式</translation>
    </message>
    <message>
        <source>free use</source>
        <translation>自由用印</translation>
    </message>
    <message>
        <source>controlled use</source>
        <translation>管控用印</translation>
    </message>
    <message>
        <source>Reminder</source>
        <translation>审批提醒</translation>
    </message>
    <message>
        <source>Withheld records</source>
        <translation>记录滞留提醒</translation>
    </message>
    <message>
        <source>Silent seal</source>
        <translation>印章失联提醒</translation>
    </message>
    <message>
        <source>Pictures of uses</source>
        <translation>用印照片</translation>
    </message>
    <message>
        <source>Headquarters&apos; approver</source>
        <translation>总公司审批人</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>创建时间</translation>
    </message>
</context>
<context>
    <name>InformationDialog</name>
    <message>
        <source>Organization information</source>
        <translation>单位信息</translation>
    </message>
    <message>
        <source> h</source>
        <translation> 小时</translation>
    </message>
    <message>
        <source> d</source>
        <translation> 天</translation>
    </message>
    <message>
        <source>A step that waits longer is called to mind; 0 is never.</source>
        <translation>步骤等待超过此时间会发提醒；0 为不提醒。</translation>
    </message>
    <message>
        <source>Who carries a seal&apos;s records may keep them back; 0 is never.</source>
        <translation>使用记录留在印章上超过此时间会发提醒；0 为不提醒。</translation>
    </message>
    <message>
        <source>Nothing was heard of a seal for so long; 0 is never.</source>
        <translation>印章超过此时间没有任何消息会发提醒；0 为不提醒。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>联系方式</translation>
    </message>
    <message>
        <source>A phone number or a person</source>
        <translation>手机号或姓名</translation>
    </message>
    <message>
        <source>Reminder after</source>
        <translation>提醒时间</translation>
    </message>
    <message>
        <source>Alarm: records still on a seal</source>
        <translation>记录滞留提醒</translation>
    </message>
    <message>
        <source>Alarm: a seal is silent</source>
        <translation>印章失联提醒</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Organization information changed</source>
        <translation>单位信息已修改</translation>
    </message>
</context>
<context>
    <name>IntegrationsPage</name>
    <message>
        <source>Access tokens</source>
        <translation>访问令牌</translation>
    </message>
    <message>
        <source>Webhooks</source>
        <translation>事件推送</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>New access token</source>
        <translation>新建访问令牌</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>New webhook</source>
        <translation>新建推送</translation>
    </message>
    <message>
        <source>Your own systems can be told when something happens: an impression, an approval, a lock.</source>
        <translation>盖章、审批、锁定等事件发生时，可通知本单位的系统。</translation>
    </message>
    <message>
        <source>No webhook yet</source>
        <translation>还没有事件推送</translation>
    </message>
    <message>
        <source>With a token your own systems read records and applications by the API.</source>
        <translation>凭令牌，本单位的系统可通过接口读取记录与申请。</translation>
    </message>
    <message>
        <source>No access token yet</source>
        <translation>还没有访问令牌</translation>
    </message>
    <message>
        <source>Revoke the token “{0}”?</source>
        <translation>吊销令牌“{0}”？</translation>
    </message>
    <message>
        <source>Whoever uses it reads nothing more, at once and for good.</source>
        <translation>使用该令牌的系统将立即且永久失去读取权限。</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>吊销</translation>
    </message>
    <message>
        <source>Access token revoked</source>
        <translation>访问令牌已吊销</translation>
    </message>
    <message>
        <source>Webhook switched on</source>
        <translation>推送已启用</translation>
    </message>
    <message>
        <source>Webhook paused</source>
        <translation>推送已暂停</translation>
    </message>
    <message>
        <source>Delete the webhook “{0}”?</source>
        <translation>删除推送“{0}”？</translation>
    </message>
    <message>
        <source>What is on its way does not arrive any more.</source>
        <translation>正在发送的内容将不再送达。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Webhook deleted</source>
        <translation>推送已删除</translation>
    </message>
    <message>
        <source>A test is on its way</source>
        <translation>测试已发出</translation>
    </message>
    <message>
        <source>It is sent again</source>
        <translation>正在重新发送</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>发送中</translation>
    </message>
</context>
<context>
    <name>InvoiceDetail</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Invoice file</source>
        <translation>发票文件</translation>
    </message>
    <message>
        <source>Payments</source>
        <translation>包含的订单</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>重新申请</translation>
    </message>
    <message>
        <source>The operator has not issued it: {0}</source>
        <translation>平台未予开具：{0}</translation>
    </message>
    <message>
        <source>by post</source>
        <translation>邮寄给收件人</translation>
    </message>
    <message>
        <source>by mail, and here as a file</source>
        <translation>发送至邮箱，并可在此下载</translation>
    </message>
    <message>
        <source>The operator of the cloud issues it; it comes {0}.</source>
        <translation>平台正在开票，开具后将{0}。</translation>
    </message>
    <message>
        <source>It is on its way by post.</source>
        <translation>纸质发票已寄出。</translation>
    </message>
    <message>
        <source>It was sent to {0} as well.</source>
        <translation>发票已同时发送至 {0}。</translation>
    </message>
    <message>
        <source>Invoice number</source>
        <translation>发票号码</translation>
    </message>
    <message>
        <source>Tracking number</source>
        <translation>快递单号</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>发票抬头</translation>
    </message>
    <message>
        <source>Tax number</source>
        <translation>税号</translation>
    </message>
    <message>
        <source>Registered address</source>
        <translation>注册地址</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Bank</source>
        <translation>开户银行</translation>
    </message>
    <message>
        <source>Account number</source>
        <translation>银行账号</translation>
    </message>
    <message>
        <source>Receiving mailbox</source>
        <translation>接收邮箱</translation>
    </message>
    <message>
        <source>Receiver</source>
        <translation>收件人</translation>
    </message>
    <message>
        <source>Issued at</source>
        <translation>开票时间</translation>
    </message>
    <message>
        <source>A payment that is not on this computer</source>
        <translation>本机没有该订单</translation>
    </message>
</context>
<context>
    <name>InvoiceDialog</name>
    <message>
        <source>Ask for an invoice</source>
        <translation>申请开票</translation>
    </message>
    <message>
        <source>The operator of the cloud issues it. A payment stands in one invoice only.</source>
        <translation>由平台开具。每笔订单只能开具一次发票。</translation>
    </message>
    <message>
        <source>Ask for it</source>
        <translation>提交申请</translation>
    </message>
    <message>
        <source>Choose payments</source>
        <translation>请选择订单</translation>
    </message>
    <message>
        <source>Payments</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>发票类型</translation>
    </message>
    <message>
        <source>Another company …</source>
        <translation>填写其他单位抬头…</translation>
    </message>
    <message>
        <source>Another person …</source>
        <translation>填写其他个人抬头…</translation>
    </message>
    <message>
        <source>Invoice title</source>
        <translation>发票抬头</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Tax number</source>
        <translation>税号</translation>
    </message>
    <message>
        <source>name@example.com</source>
        <translation>name@example.com</translation>
    </message>
    <message>
        <source>Receiving mailbox</source>
        <translation>接收邮箱</translation>
    </message>
    <message>
        <source>Receiver</source>
        <translation>收件人</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Postal address</source>
        <translation>收件地址</translation>
    </message>
    <message numerus="yes">
        <source>%Ln payments, {0} together</source>
        <translation>
            <numerusform>%Ln 笔订单，合计 {0}</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose what the invoice is to be over.</source>
        <translation>请选择要开票的订单。</translation>
    </message>
    <message>
        <source>The invoice is asked for</source>
        <translation>开票申请已提交</translation>
    </message>
</context>
<context>
    <name>Invoices</name>
    <message>
        <source>Invoices</source>
        <translation>发票开具</translation>
    </message>
    <message>
        <source>Ask for an invoice</source>
        <translation>申请开票</translation>
    </message>
    <message>
        <source>An invoice is asked for over payments of yours that are paid and in no other invoice.</source>
        <translation>可对您支付成功且未开过票的订单申请开票。</translation>
    </message>
    <message>
        <source>No invoice yet</source>
        <translation>还没有开票记录</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>发送中</translation>
    </message>
</context>
<context>
    <name>Keepers</name>
    <message>
        <source>none yet: owner and administrator authorize</source>
        <translation>未设置：由主管理员和管理员授权</translation>
    </message>
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
        <source>Keepers: {0}</source>
        <translation>管章人：{0}</translation>
    </message>
    <message>
        <source>Withdraw the seal from {0}</source>
        <translation>取消{0}的管章权限</translation>
    </message>
</context>
<context>
    <name>KeptSeals</name>
    <message>
        <source>Seal for him to keep</source>
        <translation>选择印章</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Let him keep this seal</source>
        <translation>添加管理印章</translation>
    </message>
    <message>
        <source>Seals kept</source>
        <translation>管理的印章</translation>
    </message>
    <message>
        <source>manages every seal by role</source>
        <translation>默认管理所有印章</translation>
    </message>
    <message>
        <source>none: only a seal keeper keeps seals</source>
        <translation>无：只有管章人可以管理印章</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>取消权限</translation>
    </message>
    <message>
        <source>Withdraw {0}</source>
        <translation>取消“{0}”的权限</translation>
    </message>
    <message>
        <source>Seal added</source>
        <translation>管理印章已添加</translation>
    </message>
    <message>
        <source>He can no longer issue authorizations for “{0}”, nor read its records.</source>
        <translation>他将不能再为“{0}”下发授权，也不能查看其记录。</translation>
    </message>
    <message>
        <source>Withdraw the seal?</source>
        <translation>取消管章权限？</translation>
    </message>
    <message>
        <source>Seal withdrawn</source>
        <translation>管章权限已取消</translation>
    </message>
</context>
<context>
    <name>LettingGo</name>
    <message>
        <source>Unbind …</source>
        <translation>解绑设备…</translation>
    </message>
    <message>
        <source>Unbinding</source>
        <translation>解绑设备</translation>
    </message>
    <message>
        <source>Unbinding is decided (waiting for the seal).</source>
        <translation>已下发解绑，待设备确认。</translation>
    </message>
    <message>
        <source>Its records stay with your organization. It can be unbound when all of this holds:</source>
        <translation>解绑后，记录仍保留在本单位。满足以下全部条件后才能解绑：</translation>
    </message>
    <message>
        <source>{0} records still lie on it; they are carried first</source>
        <translation>印章中还有 {0} 条记录，将先自动上传</translation>
    </message>
    <message>
        <source>{0} records still lie on it: connect to it</source>
        <translation>印章中还有 {0} 条记录，请先连接上传</translation>
    </message>
    <message>
        <source>It is not locked as lost</source>
        <translation>未挂失锁定</translation>
    </message>
    <message>
        <source>It is locked as lost: unlock it first</source>
        <translation>处于挂失锁定状态，请先解除</translation>
    </message>
    <message>
        <source>No use is under way</source>
        <translation>没有进行中的用印</translation>
    </message>
    <message>
        <source>A use has not been ended: end it first</source>
        <translation>有未结束的用印，请先结束用印</translation>
    </message>
    <message>
        <source>No pre-authorization waits</source>
        <translation>没有未激活的预先授权</translation>
    </message>
    <message>
        <source>{0} pre-authorizations wait for their code: cancel them first</source>
        <translation>有 {0} 个未激活的预先授权，请先撤销</translation>
    </message>
    <message>
        <source>It is switched on and connected</source>
        <translation>已开机并连接服务器</translation>
    </message>
    <message>
        <source>It is near; it is connected first</source>
        <translation>印章在附近，将先自动连接</translation>
    </message>
    <message>
        <source>It is off or not connected</source>
        <translation>未开机或未连接服务器</translation>
    </message>
    <message>
        <source>All its records are in the cloud</source>
        <translation>记录已全部上传云平台</translation>
    </message>
</context>
<context>
    <name>LiftDialog</name>
    <message>
        <source>Lift the hold “{0}”?</source>
        <translation>解除保全“{0}”？</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>What it held goes as soon as the rule says so, and cannot be brought back.</source>
        <translation>解除后，超过保留期限的照片将被删除且无法恢复。</translation>
    </message>
    <message>
        <source>Lift it</source>
        <translation>解除</translation>
    </message>
    <message>
        <source>The hold is lifted</source>
        <translation>保全已解除</translation>
    </message>
</context>
<context>
    <name>Links</name>
    <message>
        <source>This link cannot be opened</source>
        <translation>无法打开此链接</translation>
    </message>
    <message>
        <source>It is not the link of a seal. Scan the code on the seal&apos;s body once more.</source>
        <translation>这不是印章的链接，请重新扫描章体上的二维码。</translation>
    </message>
    <message>
        <source>Finish what is open first, then open the link again.</source>
        <translation>请先完成当前打开的操作，再重新打开链接。</translation>
    </message>
    <message>
        <source>Seal {0} is not known here</source>
        <translation>未找到印章 {0}</translation>
    </message>
    <message>
        <source>None of your organizations has bound it. An owner or administrator does that.</source>
        <translation>您所在的单位均未绑定该印章，请联系主管理员或管理员绑定。</translation>
    </message>
</context>
<context>
    <name>Live</name>
    <message>
        <source>Its screen, as it said at {0}</source>
        <translation>印章于 {0} 上报的屏幕</translation>
    </message>
    <message>
        <source>It has said nothing yet.</source>
        <translation>印章尚未上报状态。</translation>
    </message>
    <message>
        <source>Stored without a receipt: {0}</source>
        <translation>印章中待云平台确认：{0}</translation>
    </message>
    <message>
        <source>Offline use until {0}: it is not restricted for want of contact.</source>
        <translation>无网络使用至 {0}：未连接时不限制使用。</translation>
    </message>
    <message>
        <source>Without news for ten minutes it is restricted (限制使用), until it is connected.</source>
        <translation>超过十分钟未联系，印章将显示“限制使用”，连接后恢复。</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
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
        <source>Waiting for a code</source>
        <translation>待激活</translation>
    </message>
    <message>
        <source>Regime</source>
        <translation>用印方式</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>Signal</source>
        <translation>信号</translation>
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
        <source>Last contact</source>
        <translation>最近联系</translation>
    </message>
    <message>
        <source>{0}, until {1}</source>
        <translation>{0}，至 {1}</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>服务期</translation>
    </message>
    <message>
        <source>Bound on</source>
        <translation>绑定时间</translation>
    </message>
    <message>
        <source>Serial number</source>
        <translation>序列号</translation>
    </message>
    <message>
        <source>not heard by this computer</source>
        <translation>本机未发现</translation>
    </message>
    <message>
        <source>yes, {0} dBm</source>
        <translation>是，{0} dBm</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>已有连接</translation>
    </message>
    <message>
        <source>{0} still on the seal</source>
        <translation>{0} 条仍在印章内</translation>
    </message>
    <message>
        <source>{0} not in the cloud yet</source>
        <translation>{0} 条尚未上传云平台</translation>
    </message>
    <message>
        <source>all in the cloud or on this computer</source>
        <translation>全部已在云平台或本机</translation>
    </message>
    <message>
        <source>free use</source>
        <translation>自由用印</translation>
    </message>
    <message>
        <source>controlled use</source>
        <translation>管控用印</translation>
    </message>
    <message>
        <source>{0}; it has not heard of the change yet</source>
        <translation>{0}（变更尚未传达）</translation>
    </message>
    <message>
        <source>Storage is full: it stamps no more until its records are in the cloud. Connect to it.</source>
        <translation>存储已满，请与服务器建立连接；记录上传前不能盖章。</translation>
    </message>
    <message>
        <source>Records are missing since {0}: its log goes to {1}, the cloud has it up to {2}.</source>
        <translation>自 {0} 起有记录未上传：印章日志已到第 {1} 条，云平台只收到第 {2} 条。</translation>
    </message>
    <message>
        <source>Silent since {0}: nothing was heard of it.</source>
        <translation>自 {0} 起未收到印章的任何消息。</translation>
    </message>
    <message>
        <source>The battery is low: {0}.</source>
        <translation>电量不足：{0}。</translation>
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
    <name>MapFoot</name>
    <message>
        <source>Locate</source>
        <translation>定位</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟随</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
</context>
<context>
    <name>MapPage</name>
    <message>
        <source>Scan</source>
        <translation>扫一扫</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>轨迹明细</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Track</source>
        <translation>轨迹</translation>
    </message>
    <message>
        <source>Position history</source>
        <translation>定位轨迹</translation>
    </message>
    <message>
        <source>Past moment</source>
        <translation>历史时刻</translation>
    </message>
    <message>
        <source>Moment</source>
        <translation>时刻</translation>
    </message>
    <message>
        <source>Export …</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Areas …</source>
        <translation>常用区域…</translation>
    </message>
    <message>
        <source>Finding out the places of the records</source>
        <translation>正在确定记录所在地区</translation>
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
        <source>{0} without a position</source>
        <translation>{0} 条没有位置</translation>
    </message>
    <message>
        <source>{0} with a position that cannot be</source>
        <translation>{0} 条位置无效</translation>
    </message>
    <message>
        <source>only the newest are read: choose a shorter period</source>
        <translation>仅读取最新的记录，请缩短时间段</translation>
    </message>
    <message>
        <source>no use with a position before that</source>
        <translation>此前没有带位置的使用记录</translation>
    </message>
    <message numerus="yes">
        <source>Track of the latest %Ln uses</source>
        <translation>
            <numerusform>最近 %Ln 次使用的轨迹</numerusform>
        </translation>
    </message>
    <message>
        <source>This record may not be seen any more</source>
        <translation>此记录已无权查看</translation>
    </message>
    <message>
        <source>Seal {0} is not known here</source>
        <translation>本单位没有印章 {0}</translation>
    </message>
    <message>
        <source>Your organization has not bound it. An owner or administrator does that.</source>
        <translation>您的单位未绑定该印章；绑定由主管理员或管理员操作。</translation>
    </message>
    <message>
        <source>no position known</source>
        <translation>位置未知</translation>
    </message>
    <message>
        <source>a position that cannot be</source>
        <translation>位置无效</translation>
    </message>
    <message>
        <source>a position that cannot be: {0}</source>
        <translation>位置无效：{0}</translation>
    </message>
    <message>
        <source>No use with a position</source>
        <translation>没有带位置的使用记录</translation>
    </message>
    <message>
        <source>Asking the seal where it is …</source>
        <translation>正在询问印章的位置…</translation>
    </message>
    <message>
        <source>The seal has not answered yet; the map shows where it last was.</source>
        <translation>印章尚未应答；图上是它上次报告的位置。</translation>
    </message>
    <message>
        <source>It answered at {0}</source>
        <translation>印章于 {0} 应答</translation>
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
        <source>Map: arrow keys move it, + and - zoom, N and P go from seal to seal, Enter opens the seal</source>
        <translation>地图：方向键移动，+ 和 - 缩放，N 和 P 逐个查看印章，回车键打开印章</translation>
    </message>
    <message>
        <source>approval number (审图号) {0}</source>
        <translation>审图号：{0}</translation>
    </message>
    <message>
        <source>no approval number (审图号) was given for this map</source>
        <translation>此地图未填写审图号</translation>
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
    <message>
        <source>The file of the map is not there any more.</source>
        <translation>地图文件已不存在。</translation>
    </message>
    <message>
        <source>The file holds vector tiles; the map shows tiles of pictures.</source>
        <translation>文件中是矢量瓦片；地图只能显示图片瓦片。</translation>
    </message>
    <message>
        <source>The file holds no tile.</source>
        <translation>文件中没有瓦片。</translation>
    </message>
    <message>
        <source>The file is no map: it holds no tiles (MBTiles).</source>
        <translation>此文件不是地图：其中没有瓦片（MBTiles）。</translation>
    </message>
</context>
<context>
    <name>Mark</name>
    <message>
        <source>holds</source>
        <translation>已满足</translation>
    </message>
    <message>
        <source>does not hold</source>
        <translation>未满足</translation>
    </message>
</context>
<context>
    <name>MarkEdit</name>
    <message>
        <source>Document mark</source>
        <translation>文件标识</translation>
    </message>
    <message>
        <source>Scan …</source>
        <translation>扫码…</translation>
    </message>
</context>
<context>
    <name>MemberDetail</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Enrol a fingerprint …</source>
        <translation>录入指纹…</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>修改姓名</translation>
    </message>
    <message>
        <source>Change the role</source>
        <translation>更改角色</translation>
    </message>
    <message>
        <source>Hand over …</source>
        <translation>工作交接…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>部门</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>Move to this department</source>
        <translation>移到该部门</translation>
    </message>
    <message>
        <source>Move to a department</source>
        <translation>移到部门</translation>
    </message>
    <message>
        <source>Set …</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>Set a stand-in</source>
        <translation>设置代审批人</translation>
    </message>
    <message>
        <source>He is back</source>
        <translation>结束代审批</translation>
    </message>
    <message>
        <source>Stand-in</source>
        <translation>代审批人</translation>
    </message>
    <message>
        <source>Fingerprint recorded</source>
        <translation>指纹已录入</translation>
    </message>
    <message>
        <source>No fingerprint recorded</source>
        <translation>指纹未录入</translation>
    </message>
    <message>
        <source>Phone number</source>
        <translation>手机号</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Permissions</source>
        <translation>权限</translation>
    </message>
    <message>
        <source>Fingerprint in</source>
        <translation>已录入指纹的印章</translation>
    </message>
    <message>
        <source>Added on</source>
        <translation>添加时间</translation>
    </message>
    <message>
        <source>none: he decides himself</source>
        <translation>无：由本人处理</translation>
    </message>
    <message>
        <source>{0} moved to {1}</source>
        <translation>“{0}”已移到{1}</translation>
    </message>
    <message>
        <source>Nobody stands in any more</source>
        <translation>已取消代审批人</translation>
    </message>
    <message>
        <source>He leaves the organization. What waits for his decision goes to the owner, the seals he keeps are without him; records keep his name.</source>
        <translation>该成员将离开单位：待其处理的审批转给主管理员，其管理的印章取消其管章权限，历史记录保留其姓名。</translation>
    </message>
    <message>
        <source>Remove {0}?</source>
        <translation>移除“{0}”？</translation>
    </message>
    <message>
        <source>{0} was removed</source>
        <translation>{0} 已移除</translation>
    </message>
</context>
<context>
    <name>MessageDetail</name>
    <message>
        <source>Delivery</source>
        <translation>发送情况</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>已读</translation>
    </message>
    <message>
        <source>Unread</source>
        <translation>未读</translation>
    </message>
</context>
<context>
    <name>MessagesPage</name>
    <message>
        <source>System messages</source>
        <translation>系统消息</translation>
    </message>
    <message>
        <source>Abnormal records</source>
        <translation>异常记录</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统消息</translation>
    </message>
    <message>
        <source>All read</source>
        <translation>全部已读</translation>
    </message>
    <message>
        <source>How far they are cleared up</source>
        <translation>处理状态</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>{0} messages marked as read</source>
        <translation>{0} 条消息已标为已读</translation>
    </message>
    <message>
        <source>Abnormal records marked as seen</source>
        <translation>异常记录已标为已查看</translation>
    </message>
    <message>
        <source>It cannot be seen from here.</source>
        <translation>在此无法查看。</translation>
    </message>
    <message>
        <source>All seen</source>
        <translation>全部已查看</translation>
    </message>
    <message>
        <source>{0} unread</source>
        <translation>{0} 条未读</translation>
    </message>
    <message>
        <source>Choose a message at the left; with a double click what it is about opens.</source>
        <translation>在左侧选择消息；双击打开相关内容。</translation>
    </message>
    <message>
        <source>No message yet</source>
        <translation>还没有消息</translation>
    </message>
    <message>
        <source>Approvals, authorizations and uses are told here.</source>
        <translation>审批、授权和用印的消息显示在这里。</translation>
    </message>
    <message>
        <source>Choose a seal above the places at the left.</source>
        <translation>请在左侧上方选择当前印章。</translation>
    </message>
    <message>
        <source>No seal chosen</source>
        <translation>未选择印章</translation>
    </message>
    <message>
        <source>Of “{0}” there are others.</source>
        <translation>“{0}”另有其他异常记录。</translation>
    </message>
    <message>
        <source>None of them stands so</source>
        <translation>没有处于此状态的异常记录</translation>
    </message>
    <message>
        <source>No abnormal record</source>
        <translation>没有异常记录</translation>
    </message>
    <message>
        <source>Of {0}. Choose one at the left.</source>
        <translation>{0} 的记录，请在左侧选择。</translation>
    </message>
    <message>
        <source>{0} new</source>
        <translation>{0} 条新记录</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>发送中</translation>
    </message>
    <message>
        <source>person unknown</source>
        <translation>人员未知</translation>
    </message>
</context>
<context>
    <name>MoreUsesDialog</name>
    <message>
        <source>More uses or more time</source>
        <translation>增加次数或延长时间</translation>
    </message>
    <message>
        <source>{0} used; 0 is unlimited, at most 500</source>
        <translation>已用 {0} 次；0 为不限，最多 500</translation>
    </message>
    <message>
        <source>{0} used; at most {1}</source>
        <translation>已用 {0} 次；最多 {1} 次</translation>
    </message>
    <message>
        <source>Number of uses in all</source>
        <translation>总次数</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>结束时间</translation>
    </message>
    <message>
        <source>The seal hears of it with its next contact, and goes on counting where it stands.</source>
        <translation>印章下次连接时生效，已用次数继续累计。</translation>
    </message>
    <message>
        <source>Grant more</source>
        <translation>确认增加</translation>
    </message>
    <message>
        <source>More was granted</source>
        <translation>已增加</translation>
    </message>
</context>
<context>
    <name>Naming</name>
    <message>
        <source>Name</source>
        <translation>印章名称</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Please give a name.</source>
        <translation>请填写名称。</translation>
    </message>
</context>
<context>
    <name>NearbyList</name>
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
        <source>Waiting for the seal {0}</source>
        <translation>等待连接印章 {0}</translation>
    </message>
    <message>
        <source>This is another seal.</source>
        <translation>这是另一枚印章。</translation>
    </message>
    <message>
        <source>Somebody else is connected to this seal.</source>
        <translation>已有他人连接该印章。</translation>
    </message>
    <message>
        <source>This seal is not delivered yet.</source>
        <translation>该印章尚未交付。</translation>
    </message>
    <message>
        <source>This seal is bound. If it is your organization&apos;s and the cloud has lost it, it is taken in again.</source>
        <translation>该印章已绑定。若属于本组织而云平台已丢失其绑定，连接后将重新接管。</translation>
    </message>
    <message>
        <source>Somebody else is connected</source>
        <translation>正被他人连接</translation>
    </message>
    <message>
        <source>battery {0}</source>
        <translation>电量 {0}</translation>
    </message>
</context>
<context>
    <name>Off</name>
    <message>
        <source>Then a phone number alone opens nothing: an authenticator app has to show a code as well.</source>
        <translation>开启后，仅凭手机号无法登录，还需要身份验证器显示的动态码。</translation>
    </message>
    <message>
        <source>Set up</source>
        <translation>开始设置</translation>
    </message>
</context>
<context>
    <name>OfflineUseDialog</name>
    <message>
        <source>Open offline use of “{0}”?</source>
        <translation>开启“{0}”的无网络使用？</translation>
    </message>
    <message>
        <source>Close offline use of “{0}”?</source>
        <translation>关闭“{0}”的无网络使用？</translation>
    </message>
    <message>
        <source>Six digits, sent to the owner&apos;s phone</source>
        <translation>发送至主管理员手机的六位数字</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>验证码</translation>
    </message>
    <message>
        <source>Only for places where the signal is bad. For seven days the seal goes on under its authorization without news from the cloud: until its next contact its use can be neither ended nor locked.</source>
        <translation>仅建议在信号不稳定的地点开启。七天内印章无需与云平台联系即可在其授权内使用；在下次联系之前，无法结束其用印，也无法将其锁定。</translation>
    </message>
    <message>
        <source>As soon as the seal has heard of it, it needs news from the cloud again.</source>
        <translation>印章收到后，使用时须重新与云平台保持联系。</translation>
    </message>
    <message>
        <source>Open offline use</source>
        <translation>开启无网络使用</translation>
    </message>
    <message>
        <source>Close offline use</source>
        <translation>关闭无网络使用</translation>
    </message>
    <message>
        <source>Offline use opened</source>
        <translation>已开启无网络使用</translation>
    </message>
    <message>
        <source>Offline use closed</source>
        <translation>已关闭无网络使用</translation>
    </message>
</context>
<context>
    <name>On</name>
    <message>
        <source>New recovery codes</source>
        <translation>重新生成恢复码</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>{0}: make new ones soon</source>
        <translation>{0}，请尽快重新生成</translation>
    </message>
    <message>
        <source>On since</source>
        <translation>开启时间</translation>
    </message>
    <message>
        <source>Recovery codes left</source>
        <translation>剩余恢复码</translation>
    </message>
</context>
<context>
    <name>OpenByCode</name>
    <message>
        <source>Six digits, sent to {0}</source>
        <translation>六位数字，发送至 {0}</translation>
    </message>
    <message>
        <source>New code</source>
        <translation>新验证码</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>解锁</translation>
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
</context>
<context>
    <name>Options</name>
    <message>
        <source>At a place on one page</source>
        <translation>盖在某一页上</translation>
    </message>
    <message>
        <source>Put it on this page</source>
        <translation>盖在本页</translation>
    </message>
    <message>
        <source>Seam across all pages</source>
        <translation>加盖骑缝章</translation>
    </message>
    <message>
        <source>On page {0}</source>
        <translation>在第 {0} 页</translation>
    </message>
    <message>
        <source>There is one page only.</source>
        <translation>只有一页。</translation>
    </message>
    <message>
        <source>At most {0} pages.</source>
        <translation>最多 {0} 页。</translation>
    </message>
    <message>
        <source>Each page shows a strip; all of them are one signature and one use.</source>
        <translation>每页显示印章的一部分；合为一个签名，计一次用印。</translation>
    </message>
</context>
<context>
    <name>OrderDetail</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Payment voucher</source>
        <translation>付款凭证</translation>
    </message>
    <message>
        <source>Cancel the payment</source>
        <translation>取消订单</translation>
    </message>
    <message>
        <source>Pay again</source>
        <translation>重新交费</translation>
    </message>
    <message>
        <source>Ask for an invoice</source>
        <translation>申请开票</translation>
    </message>
    <message>
        <source>Show the invoice</source>
        <translation>查看发票</translation>
    </message>
    <message>
        <source>The number follows</source>
        <translation>订单号待生成</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>发送中</translation>
    </message>
    <message>
        <source>The operator of the cloud looks for the payment by its voucher.</source>
        <translation>平台正在根据付款凭证核对到账，请等待审核。</translation>
    </message>
    <message>
        <source>The operator has not found it: {0}</source>
        <translation>审核失败：{0}</translation>
    </message>
    <message>
        <source>It was not paid, and costs nothing. You can pay again at any time.</source>
        <translation>订单未支付，未产生费用，可随时重新交费。</translation>
    </message>
    <message>
        <source>WeChat Pay has paid it back. The service that it paid for is taken back.</source>
        <translation>微信支付已全额退款，所延长的服务期相应取消。</translation>
    </message>
    <message>
        <source>It was paid back: {0}</source>
        <translation>已退款：{0}</translation>
    </message>
    <message>
        <source>WeChat Pay has paid back {0} of it. The service stays.</source>
        <translation>微信支付已退回其中 {0}，服务期不变。</translation>
    </message>
    <message>
        <source>Service until</source>
        <translation>服务期至</translation>
    </message>
    <message>
        <source>Order number</source>
        <translation>订单号</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Payment method</source>
        <translation>支付方式</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>交费时长</translation>
    </message>
    <message>
        <source>Paid at</source>
        <translation>支付时间</translation>
    </message>
    <message>
        <source>Transaction</source>
        <translation>支付交易号</translation>
    </message>
    <message>
        <source>Paid back at</source>
        <translation>退款时间</translation>
    </message>
    <message>
        <source>Reviewed at</source>
        <translation>审核时间</translation>
    </message>
    <message>
        <source>Cancel this payment?</source>
        <translation>取消这笔订单？</translation>
    </message>
    <message>
        <source>Its QR code is void then. Do not pay by it any more.</source>
        <translation>取消后二维码失效，请勿再用它支付。</translation>
    </message>
    <message>
        <source>Payment cancelled</source>
        <translation>订单已取消</translation>
    </message>
</context>
<context>
    <name>Orders</name>
    <message>
        <source>Orders</source>
        <translation>指令</translation>
    </message>
    <message>
        <source>Authorizations, settings and locks appear here, and what the seal made of them.</source>
        <translation>下发的授权、设置、锁定及其执行结果会显示在这里。</translation>
    </message>
    <message>
        <source>No orders yet</source>
        <translation>暂无指令</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>下发时间</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成时间</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>指令编号</translation>
    </message>
    <message>
        <source>Authorization</source>
        <translation>授权</translation>
    </message>
    <message>
        <source>by itself</source>
        <translation>系统自动</translation>
    </message>
    <message>
        <source>No. {0}</source>
        <translation>第 {0} 号</translation>
    </message>
    <message>
        <source>Payments</source>
        <translation>交费记录</translation>
    </message>
    <message>
        <source>Paid: {0}</source>
        <translation>支付成功：{0}</translation>
    </message>
    <message>
        <source>What you pay for the service of seals is listed here, with its state and its invoice.</source>
        <translation>您为印章交的服务费、支付状态与发票将列在这里。</translation>
    </message>
    <message>
        <source>No payment yet</source>
        <translation>还没有交费记录</translation>
    </message>
    <message>
        <source>Pay a service fee</source>
        <translation>去交费</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>发送中</translation>
    </message>
</context>
<context>
    <name>OrganizationPage</name>
    <message>
        <source>Search name, pinyin or phone number</source>
        <translation>搜索姓名、拼音或手机号</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>Nobody chosen</source>
        <translation>未选择</translation>
    </message>
    <message>
        <source>Choose somebody at the left.</source>
        <translation>请在左侧选择成员。</translation>
    </message>
    <message>
        <source>Add a department</source>
        <translation>添加部门</translation>
    </message>
    <message>
        <source>Add a subsidiary</source>
        <translation>添加子公司</translation>
    </message>
    <message>
        <source>Import members …</source>
        <translation>导入成员…</translation>
    </message>
    <message>
        <source>Export members …</source>
        <translation>导出成员…</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Add a member</source>
        <translation>添加成员</translation>
    </message>
    <message>
        <source>Nothing of the organization is here yet</source>
        <translation>本机还没有单位数据</translation>
    </message>
    <message>
        <source>{0} people · {1} departments</source>
        <translation>{0} 人 · {1} 个部门</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>Try other words.</source>
        <translation>请换一个关键词。</translation>
    </message>
</context>
<context>
    <name>OutletsPage</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>About and help</source>
        <translation>关于与帮助</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>Click on the map</source>
        <translation>在地图上点选</translation>
    </message>
    <message>
        <source>Near the seal</source>
        <translation>印章附近</translation>
    </message>
    <message>
        <source>or near an address</source>
        <translation>或某地址附近</translation>
    </message>
    <message>
        <source>Your platform has named none so far. Customer service helps: {0}.</source>
        <translation>平台尚未登记服务网点。可联系客服：{0}。</translation>
    </message>
    <message>
        <source>No service outlet yet</source>
        <translation>暂无服务网点</translation>
    </message>
    <message>
        <source>Customer service</source>
        <translation>联系客服</translation>
    </message>
    <message>
        <source>another place</source>
        <translation>其他位置</translation>
    </message>
    <message>
        <source>no seal&apos;s position is known</source>
        <translation>没有已知位置的印章</translation>
    </message>
    <message>
        <source>Say from where, and the nearest comes first.</source>
        <translation>选择位置后，将由近到远排列。</translation>
    </message>
    <message>
        <source>Map with the service outlets; the list names them, nearest first.</source>
        <translation>服务网点地图；列表由近到远列出各网点。</translation>
    </message>
    <message>
        <source>Outlet</source>
        <translation>网点</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>营业时间</translation>
    </message>
    <message>
        <source>{0} from {1}, in a straight line</source>
        <translation>距{1}直线 {0}</translation>
    </message>
    <message>
        <source>Distance</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>With the keys: arrows move the map, Space takes its middle.</source>
        <translation>也可用键盘：方向键移动地图，空格键选取地图中心。</translation>
    </message>
    <message>
        <source>Click at a place on the map.</source>
        <translation>请在地图上点击一个位置。</translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>近 7 天</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>近 30 天</translation>
    </message>
    <message>
        <source>90 days</source>
        <translation>近 90 天</translation>
    </message>
    <message>
        <source>A year</source>
        <translation>近一年</translation>
    </message>
    <message>
        <source>Own</source>
        <translation>自定义</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>To</source>
        <translation>至</translation>
    </message>
    <message>
        <source>Reading the records</source>
        <translation>正在读取记录</translation>
    </message>
    <message>
        <source>As tables</source>
        <translation>显示为表格</translation>
    </message>
    <message>
        <source>Impressions by seal</source>
        <translation>各印章盖章次数</translation>
    </message>
    <message>
        <source>Impressions by person</source>
        <translation>各人员盖章次数</translation>
    </message>
    <message>
        <source>Impressions by category</source>
        <translation>各分类盖章次数</translation>
    </message>
    <message>
        <source>Impressions</source>
        <translation>盖章次数</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Seal</source>
        <translation>印章</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Waiting for decisions</source>
        <translation>审批等待时长</translation>
    </message>
    <message>
        <source>Waited</source>
        <translation>等待时长</translation>
    </message>
    <message>
        <source>Abnormal records by cause</source>
        <translation>异常记录（按原因）</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Seals by state, now</source>
        <translation>印章当前状态</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>The last day lies before the first one.</source>
        <translation>结束日期早于开始日期。</translation>
    </message>
    <message>
        <source>Pay</source>
        <translation>去交费</translation>
    </message>
    <message>
        <source>Uses of seals, decisions and the seals&apos; states are counted here.</source>
        <translation>这里统计用印、审批与印章状态。</translation>
    </message>
    <message>
        <source>Nothing to count yet</source>
        <translation>暂无可统计的内容</translation>
    </message>
    <message>
        <source>Reading the records …</source>
        <translation>正在读取记录…</translation>
    </message>
    <message numerus="yes">
        <source>%Ln impressions · {0} abnormal</source>
        <translation>
            <numerusform>盖章 %Ln 次 · 异常 {0} 次</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading the applications …</source>
        <translation>正在读取申请…</translation>
    </message>
    <message numerus="yes">
        <source>%Ln decisions · {0} still waiting</source>
        <translation>
            <numerusform>共 %Ln 项审批 · {0} 项仍在等待</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln seals</source>
        <translation>
            <numerusform>%Ln 枚印章</numerusform>
        </translation>
    </message>
    <message>
        <source>Impressions per day</source>
        <translation>每日盖章次数</translation>
    </message>
    <message>
        <source>Impressions per week</source>
        <translation>每周盖章次数</translation>
    </message>
    <message>
        <source>Impressions per month</source>
        <translation>每月盖章次数</translation>
    </message>
    <message>
        <source>Impressions per year</source>
        <translation>每年盖章次数</translation>
    </message>
    <message>
        <source>A row is opened by a double click, or with the arrow keys and Enter.</source>
        <translation>双击一行，或用方向键选择后按回车，可查看对应记录。</translation>
    </message>
    <message>
        <source>A bar is opened by a click, or with the arrow keys and Enter.</source>
        <translation>点击柱形，或用方向键选择后按回车，可查看对应记录。</translation>
    </message>
    <message>
        <source>{0} abnormal</source>
        <translation>异常 {0} 次</translation>
    </message>
    <message>
        <source>The first {0} of {1}</source>
        <translation>前 {0} 项，共 {1} 项</translation>
    </message>
    <message>
        <source>{0} in this period</source>
        <translation>此时段共 {0} 项</translation>
    </message>
</context>
<context>
    <name>OwnCard</name>
    <message>
        <source>The cloud cannot be reached, so nothing can be changed just now.</source>
        <translation>无法连接云平台，暂时不能更改。</translation>
    </message>
</context>
<context>
    <name>PageDialog</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>PageHint</name>
    <message>
        <source>Whole page in the frame</source>
        <translation>文件完整在框内</translation>
    </message>
    <message>
        <source>Blurred: hold still</source>
        <translation>画面模糊，请保持不动</translation>
    </message>
    <message>
        <source>Page is cut at the edge</source>
        <translation>文件超出画面边缘</translation>
    </message>
    <message>
        <source>No page seen</source>
        <translation>未看到文件</translation>
    </message>
    <message>
        <source>Too little light</source>
        <translation>光线太暗</translation>
    </message>
</context>
<context>
    <name>PayCode</name>
    <message>
        <source>QR code to pay with WeChat</source>
        <translation>微信支付二维码</translation>
    </message>
    <message>
        <source>Asking WeChat for a QR code</source>
        <translation>正在向微信获取二维码</translation>
    </message>
    <message>
        <source>Open it in the browser</source>
        <translation>在浏览器中打开</translation>
    </message>
    <message>
        <source>Good for another {0}</source>
        <translation>剩余支付时间 {0}</translation>
    </message>
    <message>
        <source>Its time is over. The cloud asks WeChat once more whether it was paid, then it is closed.</source>
        <translation>支付时间已过。云平台将再次向微信查询是否已支付，未支付则关闭订单。</translation>
    </message>
    <message>
        <source>Scan it with WeChat and pay. That it is paid shows here by itself.</source>
        <translation>请用微信扫码支付，支付成功后此处自动更新。</translation>
    </message>
    <message>
        <source>The cloud goes on trying; you can also cancel the payment and pay offline.</source>
        <translation>云平台会继续尝试；您也可以取消订单，改用线下支付。</translation>
    </message>
    <message>
        <source>It goes to the cloud as soon as that is in reach; then the QR code comes.</source>
        <translation>连接云平台后订单即提交，随后出示支付二维码。</translation>
    </message>
    <message>
        <source>The cloud is asking WeChat for the QR code …</source>
        <translation>正在获取微信支付二维码…</translation>
    </message>
</context>
<context>
    <name>PeopleEditor</name>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Add to: {0}</source>
        <translation>添加到：{0}</translation>
    </message>
    <message>
        <source>Move {0} up</source>
        <translation>上移{0}</translation>
    </message>
    <message>
        <source>Move {0} down</source>
        <translation>下移{0}</translation>
    </message>
    <message>
        <source>Take {0} out</source>
        <translation>移除{0}</translation>
    </message>
</context>
<context>
    <name>PermissionChooser</name>
    <message>
        <source>Permissions</source>
        <translation>权限</translation>
    </message>
    <message>
        <source>Auditor</source>
        <translation>审计员</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>成员</translation>
    </message>
    <message>
        <source>Seal keeper</source>
        <translation>管章人</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>清空</translation>
    </message>
</context>
<context>
    <name>PersonMenu</name>
    <message>
        <source>Headquarters&apos; approval</source>
        <translation>总公司审批</translation>
    </message>
    <message>
        <source>{0} waiting for you</source>
        <translation>{0} 项待您处理</translation>
    </message>
    <message>
        <source>Switch organization</source>
        <translation>切换单位</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Check a document …</source>
        <translation>验证文件 …</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
</context>
<context>
    <name>PictureStrip</name>
    <message>
        <source>on its way</source>
        <translation>传输中</translation>
    </message>
</context>
<context>
    <name>PictureViewer</name>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Picture of the application</source>
        <translation>申请时的图片</translation>
    </message>
    <message>
        <source>Compare with the application</source>
        <translation>与申请图片对比</translation>
    </message>
    <message>
        <source>Side by side (C)</source>
        <translation>并排显示 (C)</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Whole picture</source>
        <translation>显示全图</translation>
    </message>
    <message>
        <source>Turn to the left</source>
        <translation>向左旋转</translation>
    </message>
    <message>
        <source>Turn to the right</source>
        <translation>向右旋转</translation>
    </message>
    <message>
        <source>Of the application</source>
        <translation>申请图片</translation>
    </message>
    <message>
        <source>Save …</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Previous picture</source>
        <translation>上一张</translation>
    </message>
    <message>
        <source>Next picture</source>
        <translation>下一张</translation>
    </message>
    <message>
        <source>The picture is on its way</source>
        <translation>图片传输中</translation>
    </message>
    <message>
        <source>The picture has not arrived yet</source>
        <translation>图片尚未到达</translation>
    </message>
</context>
<context>
    <name>PlaceCard</name>
    <message>
        <source>Place of this console</source>
        <translation>本控制台的位置</translation>
    </message>
    <message>
        <source>from the system</source>
        <translation>取自系统</translation>
    </message>
    <message>
        <source>a fixed one</source>
        <translation>固定位置</translation>
    </message>
    <message>
        <source>not told</source>
        <translation>不提供</translation>
    </message>
    <message>
        <source>Latitude (WGS-84)</source>
        <translation>纬度（WGS-84）</translation>
    </message>
    <message>
        <source>Longitude (WGS-84)</source>
        <translation>经度（WGS-84）</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>An L seal has no receiver: its records show the place that this console tells, and that it was told.</source>
        <translation>L 型印章没有定位模块：使用记录中的位置由本控制台提供，并予注明。</translation>
    </message>
</context>
<context>
    <name>PlaceSearch</name>
    <message>
        <source>Find a place</source>
        <translation>查找地点</translation>
    </message>
    <message>
        <source>Find a province, city or district on the map</source>
        <translation>在地图上查找省、市、区县</translation>
    </message>
    <message>
        <source>No such place in China</source>
        <translation>没有找到这个地点</translation>
    </message>
</context>
<context>
    <name>Plugs</name>
    <message>
        <source>SIM card in</source>
        <translation>已插 SIM 卡</translation>
    </message>
    <message>
        <source>USB plugged in</source>
        <translation>已接 USB 充电</translation>
    </message>
    <message>
        <source>Battery</source>
        <translation>电量</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络信号</translation>
    </message>
</context>
<context>
    <name>PowerKeys</name>
    <message>
        <source>Once</source>
        <translation>短按</translation>
    </message>
    <message>
        <source>A short press: lights the screen</source>
        <translation>短按：点亮屏幕</translation>
    </message>
    <message>
        <source>{0} ×: address</source>
        <translation>{0} 下：地址</translation>
    </message>
    <message>
        <source>Shows its Bluetooth address</source>
        <translation>显示蓝牙地址二维码</translation>
    </message>
    <message>
        <source>{0} ×: mode</source>
        <translation>{0} 下：模式</translation>
    </message>
    <message>
        <source>GPRS or Bluetooth</source>
        <translation>GPRS 或蓝牙</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>复位</translation>
    </message>
    <message>
        <source>The key below the screen: off at once</source>
        <translation>屏幕下方的复位键：立即关机</translation>
    </message>
    <message>
        <source>Switch off (hold 3 s)</source>
        <translation>关机（长按 3 秒）</translation>
    </message>
    <message>
        <source>Switch on (hold 3 s)</source>
        <translation>开机（长按 3 秒）</translation>
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
    <name>QuotaDialog</name>
    <message>
        <source>How many in all</source>
        <translation>总数量</translation>
    </message>
    <message>
        <source>at present {0}</source>
        <translation>当前 {0}</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>申请事由</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>提交申请</translation>
    </message>
    <message>
        <source>The operator of the cloud decides; the answer stands here.</source>
        <translation>由平台运营人员处理，结果显示在此。</translation>
    </message>
    <message>
        <source>Asked for a higher quota</source>
        <translation>已申请增加配额</translation>
    </message>
</context>
<context>
    <name>ReadyDetail</name>
    <message>
        <source>Go stamp</source>
        <translation>去盖章</translation>
    </message>
    <message>
        <source>Without application</source>
        <translation>无申请</translation>
    </message>
    <message>
        <source>Have the seal at hand and switched on.</source>
        <translation>请将印章开机放在手边。</translation>
    </message>
    <message>
        <source>Pictures to add: {0}. Until then you cannot apply again.</source>
        <translation>待补照片 {0} 张，补齐之前不能再次申请。</translation>
    </message>
    <message>
        <source>Activated</source>
        <translation>已激活</translation>
    </message>
    <message>
        <source>Activated at the seal: it can be used now. The cloud hears of it from the seal&apos;s log.</source>
        <translation>已在印章上激活，可以开始盖章。云平台将从印章日志得知。</translation>
    </message>
    <message>
        <source>The seal has not confirmed it yet; it hears of it as soon as it is in contact.</source>
        <translation>待设备确认：印章联系后即生效。</translation>
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
        <source>Seal documents</source>
        <translation>去盖电子章</translation>
    </message>
    <message>
        <source>Use mode</source>
        <translation>使用模式</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Permitted area</source>
        <translation>用印区域</translation>
    </message>
    <message>
        <source>Demanded</source>
        <translation>用印要求</translation>
    </message>
    <message>
        <source>Pictures missing</source>
        <translation>缺少照片</translation>
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
        <translation>申请</translation>
    </message>
    <message>
        <source>It can be used from {0} on.</source>
        <translation>{0} 起可以使用。</translation>
    </message>
    <message>
        <source>All uses are used up; a keeper ends the use.</source>
        <translation>次数已用完，等待管章人结束用印。</translation>
    </message>
    <message>
        <source>Its time is over; a keeper ends the use.</source>
        <translation>已超过用印时间，等待管章人结束用印。</translation>
    </message>
</context>
<context>
    <name>ReadyPage</name>
    <message>
        <source>To use</source>
        <translation>待使用</translation>
    </message>
    <message>
        <source>Pictures owed</source>
        <translation>待补照片</translation>
    </message>
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
        <source>Once an application of yours is authorized, you go and stamp from here.</source>
        <translation>您的申请获得授权后，可从这里去盖章。</translation>
    </message>
    <message>
        <source>Nothing to stamp</source>
        <translation>没有待使用的授权</translation>
    </message>
    <message>
        <source>What is authorized for you appears here.</source>
        <translation>授权给您的用印显示在这里。</translation>
    </message>
    <message>
        <source>Nothing used yet</source>
        <translation>还没有使用过</translation>
    </message>
    <message>
        <source>What you have stamped with is kept here.</source>
        <translation>您使用过的授权保留在这里。</translation>
    </message>
    <message>
        <source>No picture is owed</source>
        <translation>没有待补照片</translation>
    </message>
    <message>
        <source>Each of your impressions has the picture it needs.</source>
        <translation>您的用印记录均已有照片。</translation>
    </message>
    <message>
        <source>The code was sent</source>
        <translation>激活码已发送</translation>
    </message>
    <message>
        <source>Activated at the seal</source>
        <translation>已在印章上激活</translation>
    </message>
    <message>
        <source>Free use</source>
        <translation>自由用印</translation>
    </message>
    <message>
        <source>Activated</source>
        <translation>已激活</translation>
    </message>
    <message>
        <source>a sealed document is not finished</source>
        <translation>有文件尚未完成用印</translation>
    </message>
    <message>
        <source>pictures missing: {0}</source>
        <translation>缺照片 {0}</translation>
    </message>
    <message>
        <source>Without application</source>
        <translation>无申请</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>已使用</translation>
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
    <name>ReckoningView</name>
    <message>
        <source>What is behind the number</source>
        <translation>该数字对应的记录</translation>
    </message>
    <message>
        <source>Open the usage records</source>
        <translation>查看使用记录</translation>
    </message>
    <message>
        <source>Reckoning</source>
        <translation>次数核对</translation>
    </message>
    <message>
        <source>{0} granted</source>
        <translation>授权 {0} 次</translation>
    </message>
    <message>
        <source>Unlimited</source>
        <translation>不限次数</translation>
    </message>
    <message>
        <source>{0} stamped</source>
        <translation>已盖 {0} 次</translation>
    </message>
    <message>
        <source>{0} left</source>
        <translation>剩余 {0} 次</translation>
    </message>
    <message>
        <source>{0} × unlocked and not pressed, not counted</source>
        <translation>解锁未按压 {0} 次，不计次数</translation>
    </message>
    <message>
        <source>{0} × pressed while refused, not counted</source>
        <translation>未解锁按压 {0} 次，不计次数</translation>
    </message>
    <message>
        <source>{0} sealed</source>
        <translation>已盖 {0} 份</translation>
    </message>
    <message>
        <source>{0} of them are here as records; the others are on their way.</source>
        <translation>其中 {0} 次已有记录，其余正在同步。</translation>
    </message>
    <message>
        <source>Seen at the seal and not in the cloud yet: {0}.</source>
        <translation>已在印章上看到、尚未上传云平台：{0} 次。</translation>
    </message>
    <message>
        <source>Still on the seal: {0} entries of its log. There may be uses among them.</source>
        <translation>印章上还有 {0} 条日志未取回，其中可能有盖章记录。</translation>
    </message>
    <message>
        <source>Issued</source>
        <translation>已下发</translation>
    </message>
    <message>
        <source>{0} under the authorization before it</source>
        <translation>在原授权下已用 {0} 次</translation>
    </message>
    <message>
        <source>Not used yet</source>
        <translation>尚未使用</translation>
    </message>
    <message>
        <source>until {0}</source>
        <translation>至 {0}</translation>
    </message>
    <message>
        <source>entry {0} of the seal&apos;s log</source>
        <translation>印章日志第 {0} 条</translation>
    </message>
    <message>
        <source>Unlocked and not pressed</source>
        <translation>已解锁，未按压</translation>
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
    <name>RenameMemberDialog</name>
    <message>
        <source>Rename a member</source>
        <translation>修改姓名</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Name changed</source>
        <translation>姓名已修改</translation>
    </message>
</context>
<context>
    <name>RenameSubsidiaryDialog</name>
    <message>
        <source>Rename a subsidiary</source>
        <translation>修改子公司</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Subsidiary renamed</source>
        <translation>子公司已修改</translation>
    </message>
</context>
<context>
    <name>ReplayBar</name>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Where the replay stands</source>
        <translation>回放进度</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
</context>
<context>
    <name>RetentionDialog</name>
    <message>
        <source>How long pictures are kept</source>
        <translation>照片保留期限</translation>
    </message>
</context>
<context>
    <name>RetentionPage</name>
    <message>
        <source>Legal holds</source>
        <translation>法律保全</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>Pictures of uses are removed after</source>
        <translation>用印照片保留天数</translation>
    </message>
    <message>
        <source>Keep them so long</source>
        <translation>保存期限</translation>
    </message>
    <message>
        <source>The record and the hash of each picture stay. What is removed cannot be brought back.</source>
        <translation>记录和照片的哈希值保留；照片删除后无法恢复。</translation>
    </message>
    <message>
        <source>All seals</source>
        <translation>全部印章</translation>
    </message>
    <message>
        <source>All that are older, and not held, go at once.</source>
        <translation>超过期限且未保全的照片将立即删除。</translation>
    </message>
    <message numerus="yes">
        <source>%Ln pictures go at once.</source>
        <translation>
            <numerusform>将立即删除 %Ln 张照片。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove pictures of uses after %Ln days?</source>
        <translation>
            <numerusform>用印照片保留 %Ln 天后删除？</numerusform>
        </translation>
    </message>
    <message>
        <source>0: they are kept for ever.</source>
        <translation>0 表示永久保留。</translation>
    </message>
    <message>
        <source> days</source>
        <translation> 天</translation>
    </message>
    <message>
        <source>Hold pictures …</source>
        <translation>保全照片…</translation>
    </message>
    <message>
        <source>Lift …</source>
        <translation>解除…</translation>
    </message>
    <message>
        <source>lifted: {0}</source>
        <translation>已解除：{0}</translation>
    </message>
    <message>
        <source>in force</source>
        <translation>生效中</translation>
    </message>
    <message>
        <source>lifted</source>
        <translation>已解除</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>发送中</translation>
    </message>
    <message>
        <source>What is removed cannot be brought back; what is held stays.</source>
        <translation>删除后无法恢复；已保全的照片不会删除。</translation>
    </message>
    <message>
        <source>Remove them</source>
        <translation>按期限删除</translation>
    </message>
    <message>
        <source>The rule is kept</source>
        <translation>期限已保存</translation>
    </message>
</context>
<context>
    <name>ReviewPart</name>
    <message>
        <source>Note; needed where it is doubtful</source>
        <translation>备注（存疑时必填）</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>复核</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Doubtful</source>
        <translation>存疑</translation>
    </message>
    <message>
        <source>Review kept</source>
        <translation>复核已保存</translation>
    </message>
</context>
<context>
    <name>RoleDialog</name>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Permissions</source>
        <translation>权限</translation>
    </message>
</context>
<context>
    <name>ScanDialog</name>
    <message>
        <source>Scan a code</source>
        <translation>扫一扫</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>ScanPanel</name>
    <message>
        <source>Picture file …</source>
        <translation>选择图片…</translation>
    </message>
    <message>
        <source>From the clipboard</source>
        <translation>从剪贴板粘贴</translation>
    </message>
    <message>
        <source>There is neither a picture nor a text in the clipboard.</source>
        <translation>剪贴板中没有图片或文字。</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg)</source>
        <translation>图片 (*.png *.jpg *.jpeg)</translation>
    </message>
    <message>
        <source>Picture with the code</source>
        <translation>含二维码的图片</translation>
    </message>
    <message>
        <source>This computer has no camera.</source>
        <translation>此电脑没有摄像头。</translation>
    </message>
    <message>
        <source>The system forbids this program the camera; allow it in the privacy settings.</source>
        <translation>系统未允许本程序使用摄像头，请在隐私设置中允许。</translation>
    </message>
    <message>
        <source>The camera is in use by another program, or was unplugged.</source>
        <translation>摄像头正被其他程序占用，或已被拔出。</translation>
    </message>
    <message>
        <source>The camera gives no picture; close other programs that use it.</source>
        <translation>摄像头没有画面，请关闭正在使用摄像头的其他程序。</translation>
    </message>
    <message>
        <source>Use one of the ways below.</source>
        <translation>请使用下面的方式。</translation>
    </message>
</context>
<context>
    <name>SealActs</name>
    <message>
        <source>Keeper added</source>
        <translation>管章人已添加</translation>
    </message>
    <message>
        <source>{0} no longer authorizes its uses; what waits for him goes to the others.</source>
        <translation>{0}将不再为其下发授权，待其办理的转给其他人。</translation>
    </message>
    <message>
        <source>Withdraw the seal?</source>
        <translation>取消管章权限？</translation>
    </message>
    <message>
        <source>Withdraw</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Keeper withdrawn</source>
        <translation>管章人已取消</translation>
    </message>
    <message>
        <source>Approval flow set</source>
        <translation>审批流程已设置</translation>
    </message>
    <message>
        <source>Approval flow removed</source>
        <translation>审批流程已移除</translation>
    </message>
    <message>
        <source>Seal renamed</source>
        <translation>印章名称已修改</translation>
    </message>
    <message>
        <source>Backlight and power-off set</source>
        <translation>背光与自动关机已设置</translation>
    </message>
    <message>
        <source>Lock “{0}” as lost?</source>
        <translation>挂失锁定“{0}”？</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>锁定</translation>
    </message>
    <message>
        <source>The seal is shut as soon as it has heard of it, were that when it is switched on again. Whoever may lock it can unlock it in the same way.</source>
        <translation>印章收到后立即锁定，关机的印章在开机后锁定。有锁定权限的人可用同样的方式解除锁定。</translation>
    </message>
    <message>
        <source>Its offline use is open: it hears of it with its next contact, not before.</source>
        <translation>该印章已开启无网络使用，要到下次联系时才会收到锁定。</translation>
    </message>
    <message>
        <source>Unlock “{0}”?</source>
        <translation>解除“{0}”的锁定？</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解除锁定</translation>
    </message>
    <message>
        <source>It can be used again under its authorization as soon as it has heard of it.</source>
        <translation>印章收到后，可在其授权内继续使用。</translation>
    </message>
    <message>
        <source>Seal locked</source>
        <translation>已锁定印章</translation>
    </message>
    <message>
        <source>Seal unlocked</source>
        <translation>已解除锁定</translation>
    </message>
    <message>
        <source>Nobody waits for the seal any more, and it can be bound anew. Should it have been bound by now, its own word brings it back.</source>
        <translation>不再等待该印章确认，之后可重新绑定。若印章此前已完成绑定，其上报后将恢复为已绑定。</translation>
    </message>
    <message>
        <source>Take the binding of “{0}” back?</source>
        <translation>撤回印章“{0}”的绑定？</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>The binding is taken back</source>
        <translation>绑定已撤回</translation>
    </message>
    <message>
        <source>The seal forgets its authorizations, fingerprints and settings, and may be bound by anybody to whom it is delivered. Its records stay.</source>
        <translation>印章将清除授权、指纹和设置，使用记录予以保留。解绑后，已交付该印章的单位可重新绑定。</translation>
    </message>
    <message>
        <source>Unbind “{0}”?</source>
        <translation>解绑“{0}”？</translation>
    </message>
    <message>
        <source>Unbind</source>
        <translation>解绑</translation>
    </message>
    <message>
        <source>Asking the cloud and the seal …</source>
        <translation>正在联系云平台和印章……</translation>
    </message>
    <message>
        <source>Unbinding is decided; the seal lets go as soon as it has heard of it</source>
        <translation>已下发解绑，印章收到后即解绑</translation>
    </message>
    <message>
        <source>The seal no longer knows {0} by a finger. It can be enrolled anew at any time.</source>
        <translation>印章将不再识别“{0}”的指纹，可随时重新录入。</translation>
    </message>
    <message>
        <source>Delete the fingerprint of {0}?</source>
        <translation>删除“{0}”的指纹？</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Fingerprint deleted</source>
        <translation>指纹已删除</translation>
    </message>
</context>
<context>
    <name>SealDetail</name>
    <message>
        <source>Unbinding (waiting for the seal)</source>
        <translation>解绑中（待设备确认）</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Fingerprints</source>
        <translation>指纹</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>指令</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Parts of the seal&apos;s page</source>
        <translation>印章信息</translation>
    </message>
    <message>
        <source>Go stamp</source>
        <translation>去盖章</translation>
    </message>
    <message>
        <source>Connection …</source>
        <translation>切换连接方式…</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>{0}: how it is connected</source>
        <translation>{0}：连接方式</translation>
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
        <source>Change name and remark</source>
        <translation>修改名称和备注</translation>
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
        <source>Nothing to press: first take the stand out and the cover off</source>
        <translation>无法按压：请先弹出支架并取下底盖</translation>
    </message>
    <message>
        <source>Power key</source>
        <translation>电源键</translation>
    </message>
    <message>
        <source>In your hands</source>
        <translation>手上操作</translation>
    </message>
    <message>
        <source>Power and network</source>
        <translation>电源与网络</translation>
    </message>
    <message>
        <source>Fingerprint reader</source>
        <translation>指纹</translation>
    </message>
    <message>
        <source>Pressed without paper: the seal records it all the same</source>
        <translation>下面没有纸：印章照样记录</translation>
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
        <source>In contact with the cloud over GPRS</source>
        <translation>已通过 GPRS 连接云平台</translation>
    </message>
    <message>
        <source>No contact over GPRS</source>
        <translation>GPRS 连接已断开</translation>
    </message>
    <message>
        <source>It charges</source>
        <translation>正在充电</translation>
    </message>
    <message>
        <source>It charges no more</source>
        <translation>停止充电</translation>
    </message>
    <message>
        <source>The card is in</source>
        <translation>SIM 卡已插入</translation>
    </message>
    <message>
        <source>The card is out</source>
        <translation>SIM 卡已取出</translation>
    </message>
    <message>
        <source>GPRS mode</source>
        <translation>GPRS 模式</translation>
    </message>
    <message>
        <source>Bluetooth mode</source>
        <translation>蓝牙模式</translation>
    </message>
    <message>
        <source>Screen: {}</source>
        <translation>屏幕：{}</translation>
    </message>
</context>
<context>
    <name>SealingPanel</name>
    <message>
        <source>The file has not arrived here yet; go online and choose it again.</source>
        <translation>文件尚未传到本机，请联网后重新选择。</translation>
    </message>
    <message>
        <source>Document to seal</source>
        <translation>要用印的文件</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>{0} (sealed).pdf</source>
        <translation>{0}（已用印）.pdf</translation>
    </message>
    <message>
        <source>Files are attached to this document that its pages do not show: {0}. They are sealed with it.</source>
        <translation>该文件带有页面上看不到的附件：{0} 个，将一并用印。</translation>
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
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Switch the seal on and bind it with the button above: over GPRS, or near over Bluetooth.</source>
        <translation>请将印章开机，然后点右上角“绑定印章”：可通过 GPRS 绑定，印章在附近时也可通过蓝牙绑定。</translation>
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
        <source>Only: {0} · {1}</source>
        <translation>仅显示：{0} · {1}</translation>
    </message>
    <message>
        <source>Not heard of the change between free and controlled use yet: {0}.</source>
        <translation>以下印章尚未收到用印方式的变更：{0}。</translation>
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
    <name>SecondFactorCard</name>
    <message>
        <source>Second factor</source>
        <translation>两步验证</translation>
    </message>
    <message>
        <source>The second factor is switched on</source>
        <translation>两步验证已开启</translation>
    </message>
    <message>
        <source>The recovery codes before are void</source>
        <translation>原恢复码已作废</translation>
    </message>
    <message>
        <source>The second factor is switched off</source>
        <translation>两步验证已关闭</translation>
    </message>
    <message>
        <source>Recovery codes copied</source>
        <translation>已复制恢复码</translation>
    </message>
</context>
<context>
    <name>SelectionDetail</name>
    <message>
        <source>Department</source>
        <translation>部门</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>Move all of them to a department</source>
        <translation>全部移到部门</translation>
    </message>
    <message>
        <source>{0} members chosen</source>
        <translation>已选择 {0} 名成员</translation>
    </message>
    <message>
        <source>{0} members</source>
        <translation>{0} 名成员</translation>
    </message>
    <message>
        <source>{0} moved to {1}</source>
        <translation>“{0}”已移到{1}</translation>
    </message>
</context>
<context>
    <name>SettingUp</name>
    <message>
        <source>Scan this with an authenticator app (or type the key into it), then enter the code it shows.</source>
        <translation>用身份验证器扫描二维码（或手动输入密钥），再填写它显示的动态码。</translation>
    </message>
    <message>
        <source>QR code for the authenticator app</source>
        <translation>身份验证器二维码</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>开启</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Code of the app</source>
        <translation>动态码</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Backlight (seconds)</source>
        <translation>背光时间（秒）</translation>
    </message>
    <message>
        <source>Power-off after (minutes)</source>
        <translation>自动关机（分钟）</translation>
    </message>
    <message>
        <source>0 to 30 minutes without use; 0: never</source>
        <translation>0–30 分钟未使用后关机；0 为不关机</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save backlight and power-off</source>
        <translation>保存背光与自动关机</translation>
    </message>
    <message>
        <source>Screen and power</source>
        <translation>背光与自动关机</translation>
    </message>
    <message>
        <source>lit for {0} s</source>
        <translation>背光 {0} 秒</translation>
    </message>
    <message>
        <source>always lit</source>
        <translation>屏幕常亮</translation>
    </message>
    <message>
        <source>off after {0} min</source>
        <translation>{0} 分钟后关机</translation>
    </message>
    <message>
        <source>never off by itself</source>
        <translation>不自动关机</translation>
    </message>
    <message>
        <source>as it was made; nobody has set it</source>
        <translation>出厂设置</translation>
    </message>
    <message>
        <source>set by {0}, {1}</source>
        <translation>{0}于 {1} 设置</translation>
    </message>
    <message>
        <source>{0} (waiting for the seal)</source>
        <translation>{0}（待设备确认）</translation>
    </message>
    <message>
        <source>0 to 180 s; not more than 60 s is advised, to spare the screen; 0: always lit</source>
        <translation>0–180 秒，建议不超过 60 秒，以保护屏幕；0 为常亮</translation>
    </message>
    <message>
        <source>More than 60 s wears the screen and the battery.</source>
        <translation>建议不超过 60 秒，时间过长会损耗屏幕和电量。</translation>
    </message>
    <message>
        <source>At most 180 seconds.</source>
        <translation>最多 180 秒。</translation>
    </message>
    <message>
        <source>At most 30 minutes.</source>
        <translation>最多 30 分钟。</translation>
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
        <source>Copied</source>
        <translation>已复制</translation>
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
        <source>Its fingerprint</source>
        <translation>云平台指纹</translation>
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
    <message>
        <source>Integrations</source>
        <translation>系统接口</translation>
    </message>
    <message>
        <source>Your own systems read by an API, and are told of what happens.</source>
        <translation>本单位的系统可通过接口读取数据，并接收事件通知。</translation>
    </message>
    <message>
        <source>Tokens and webhooks</source>
        <translation>令牌与事件推送</translation>
    </message>
</context>
<context>
    <name>Several</name>
    <message>
        <source>A note for all of them</source>
        <translation>统一的审批说明</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>审批说明</translation>
    </message>
    <message>
        <source>Approve all</source>
        <translation>全部通过</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>{0} chosen</source>
        <translation>已选 {0} 件</translation>
    </message>
    <message>
        <source>Click more at the left. What has to be authorized is done one by one.</source>
        <translation>在左侧继续点选。需要下发授权的请逐件处理。</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>已通过</translation>
    </message>
    <message>
        <source>{0} of {1} approved</source>
        <translation>已通过 {0} 件，共 {1} 件</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>No seal on this page</source>
        <translation>本页没有印章</translation>
    </message>
    <message>
        <source>Seal at {0} % from the left, {1} % from above</source>
        <translation>印章距左 {0}%，距上 {1}%</translation>
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
        <source>Sign in with WeChat</source>
        <translation>微信登录</translation>
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
        <source>Choose another cloud</source>
        <translation>更换云平台</translation>
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
        <source>Another cloud answers at this address than at the first sign-in.</source>
        <translation>此地址的云平台与首次登录时不同。</translation>
    </message>
</context>
<context>
    <name>SignInsCard</name>
    <message>
        <source>Sign-ins</source>
        <translation>登录记录</translation>
    </message>
    <message>
        <source>Show the newest only</source>
        <translation>仅显示最近的记录</translation>
    </message>
    <message>
        <source>Show all {0}</source>
        <translation>显示全部 {0} 条</translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation>登录成功</translation>
    </message>
    <message>
        <source>Wrong code by SMS</source>
        <translation>短信验证码错误</translation>
    </message>
    <message>
        <source>Signed in with WeChat</source>
        <translation>微信登录成功</translation>
    </message>
    <message>
        <source>Confirmed by a WeChat whose number is no member&apos;s</source>
        <translation>微信已确认，但绑定的手机号不是成员手机号</translation>
    </message>
    <message>
        <source>First step right, second factor missing</source>
        <translation>第一步通过，缺少两步验证</translation>
    </message>
    <message>
        <source>Wrong code of the authenticator app</source>
        <translation>动态码错误</translation>
    </message>
    <message>
        <source>Signed in with a recovery code</source>
        <translation>使用恢复码登录</translation>
    </message>
    <message>
        <source>Signed out</source>
        <translation>已退出登录</translation>
    </message>
    <message>
        <source>Signed out from afar</source>
        <translation>被远程退出登录</translation>
    </message>
    <message>
        <source>Its key was used by somebody else: signed out</source>
        <translation>登录凭证被他人使用，已强制退出</translation>
    </message>
    <message>
        <source>Second factor switched on</source>
        <translation>开启两步验证</translation>
    </message>
    <message>
        <source>Second factor switched off</source>
        <translation>关闭两步验证</translation>
    </message>
    <message>
        <source>New recovery codes</source>
        <translation>重新生成恢复码</translation>
    </message>
</context>
<context>
    <name>Spot</name>
    <message>
        <source>Show on a map</source>
        <translation>在地图上显示</translation>
    </message>
</context>
<context>
    <name>StampingPanel</name>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Save and put down</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>The camera is being opened …</source>
        <translation>正在打开摄像头…</translation>
    </message>
    <message>
        <source>Lay the document inside the frame, complete</source>
        <translation>请将文件置于框内，保持完整</translation>
    </message>
    <message>
        <source>The camera gives no picture. Pictures can be added by hand later.</source>
        <translation>摄像头没有画面。照片可以稍后手动补传。</translation>
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
        <source>Go on</source>
        <translation>继续用印</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>That was quick. About one impression a second, please: look that each photo was taken.</source>
        <translation>盖得有点快。建议每秒盖章 1 次，并确认每次均已拍照。</translation>
    </message>
    <message>
        <source>About one impression a second, and look that each photo was taken.</source>
        <translation>建议每秒盖章 1 次，并确认每次均已拍照。</translation>
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
        <source>Touch the seal&apos;s fingerprint reader</source>
        <translation>请按指纹解锁</translation>
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
        <source>free use: recorded in your name, without an authorization</source>
        <translation>自由用印：记在您名下，无需授权</translation>
    </message>
    <message>
        <source>battery {0}</source>
        <translation>电量 {0}</translation>
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
    <name>StandInDialog</name>
    <message>
        <source>Who stands in for {0}</source>
        <translation>“{0}”的代审批人</translation>
    </message>
    <message>
        <source>Stand-in</source>
        <translation>代审批人</translation>
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
        <source>What is to be decided in this time stands in both inboxes; the records name who decided.</source>
        <translation>期间的待审批事项同时出现在双方的待处理中，记录写明实际处理人。</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>{0} stands in for {1}</source>
        <translation>{0} 代 {1} 审批</translation>
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
    <name>SubsidiaryDetail</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Its owner needs the headquarters&apos; approval to use a seal</source>
        <translation>其主管理员用印需总公司审批</translation>
    </message>
    <message>
        <source>Approver</source>
        <translation>审批人</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Headquarters&apos; approval</source>
        <translation>总公司审批</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Subsidiary</source>
        <translation>子公司</translation>
    </message>
    <message>
        <source>not needed</source>
        <translation>不需要</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>主管理员</translation>
    </message>
    <message>
        <source>Phone number</source>
        <translation>手机号</translation>
    </message>
    <message>
        <source>Added on</source>
        <translation>添加时间</translation>
    </message>
    <message>
        <source>Headquarters&apos; approval is on</source>
        <translation>已开启总公司审批</translation>
    </message>
    <message>
        <source>Headquarters&apos; approval is off</source>
        <translation>已关闭总公司审批</translation>
    </message>
</context>
<context>
    <name>Summary</name>
    <message>
        <source>Waiting for my approval</source>
        <translation>待我审批</translation>
    </message>
    <message>
        <source>the longest waiting of {0}</source>
        <translation>共 {0} 件，等待最久的</translation>
    </message>
    <message>
        <source>since {0}</source>
        <translation>{0} 起等待</translation>
    </message>
</context>
<context>
    <name>Telling</name>
    <message>
        <source>Keep these recovery codes where your phone is not: each signs you in once without the app. They are shown only now.</source>
        <translation>请将恢复码保存在手机以外的地方。每个恢复码可代替身份验证器登录一次，仅在此处显示一次。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>I have kept them</source>
        <translation>我已保存</translation>
    </message>
</context>
<context>
    <name>TemplateDetail</name>
    <message>
        <source>Approval flow</source>
        <translation>审批流程</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>发送中</translation>
    </message>
    <message>
        <source>Approval template</source>
        <translation>审批模板</translation>
    </message>
    <message>
        <source>Read only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>Keepers of the seal; without keepers owner or administrator</source>
        <translation>印章的管章人；没有管章人时为主管理员或管理员</translation>
    </message>
    <message>
        <source>Authorizer</source>
        <translation>授权人</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>抄送人</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>使用的印章</translation>
    </message>
</context>
<context>
    <name>TemplateForm</name>
    <message>
        <source>New template</source>
        <translation>新建模板</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>One after the other, at most 3. Without approvers only the authorizing step is taken.</source>
        <translation>按顺序逐级审批，最多 3 人。不设审批人时只需授权。</translation>
    </message>
    <message>
        <source>Approvers in order</source>
        <translation>审批人（按顺序）</translation>
    </message>
    <message>
        <source>At most 3; they may read along and are told of the outcome.</source>
        <translation>最多 3 人，可查看并收到结果通知。</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>抄送人</translation>
    </message>
    <message>
        <source>The last step is the authorizing one: the seal&apos;s keepers take it, or owner and administrator.</source>
        <translation>最后一步为授权：由印章的管章人办理；没有管章人时由主管理员或管理员办理。</translation>
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
        <source>Change template</source>
        <translation>修改模板</translation>
    </message>
    <message>
        <source>Template saved</source>
        <translation>审批模板已保存</translation>
    </message>
</context>
<context>
    <name>TemplatesPage</name>
    <message>
        <source>Approval templates</source>
        <translation>审批模板</translation>
    </message>
    <message>
        <source>Seal-use categories</source>
        <translation>用印类别</translation>
    </message>
    <message>
        <source>New template</source>
        <translation>新建模板</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
    <message>
        <source>New category</source>
        <translation>添加用印类别</translation>
    </message>
    <message>
        <source>No seal uses it. Applications that are on their way keep the steps they began with.</source>
        <translation>没有印章使用该模板。审批中的申请仍按原有步骤进行。</translation>
    </message>
    <message>
        <source>Delete this template?</source>
        <translation>删除该审批模板？</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Template deleted</source>
        <translation>审批模板已删除</translation>
    </message>
    <message>
        <source>Contracts, bids, certificates: for each kind of use a seal can take a flow of its own.</source>
        <translation>合同、投标、证明等：同一印章的不同用印类别可走不同的审批流程。</translation>
    </message>
    <message>
        <source>No category yet</source>
        <translation>还没有用印类别</translation>
    </message>
    <message>
        <source>A template says who approves in which order. Seals then take it as their flow.</source>
        <translation>审批模板规定由谁、按什么顺序审批，印章再选用它作为审批流程。</translation>
    </message>
    <message>
        <source>No template yet</source>
        <translation>还没有审批模板</translation>
    </message>
    <message>
        <source>only the authorizing step</source>
        <translation>仅需授权</translation>
    </message>
    <message>
        <source>Read only</source>
        <translation>只读</translation>
    </message>
    <message>
        <source>in {0} flows</source>
        <translation>用于 {0} 个流程</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>发送中</translation>
    </message>
    <message>
        <source>{0} seals</source>
        <translation>{0} 枚印章</translation>
    </message>
    <message>
        <source>not used yet</source>
        <translation>尚未使用</translation>
    </message>
</context>
<context>
    <name>ThereForm</name>
    <message>
        <source>Connect to a cloud</source>
        <translation>连接云平台</translation>
    </message>
    <message>
        <source>Whoever runs your organization&apos;s cloud gives you its address, best with its fingerprint.</source>
        <translation>地址由本单位云平台的管理者提供，最好同时提供指纹。</translation>
    </message>
    <message>
        <source>An https address; with the fingerprint behind #, the console makes sure by itself.</source>
        <translation>https 地址；# 后附有指纹时，控制台会自动核对。</translation>
    </message>
    <message>
        <source>Address of the cloud</source>
        <translation>云平台地址</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Looking for the cloud …</source>
        <translation>正在查找云平台…</translation>
    </message>
    <message>
        <source>A cloud elsewhere is spoken to only over https.</source>
        <translation>其他电脑上的云平台只能通过 https 访问。</translation>
    </message>
    <message>
        <source>This is no address of a cloud. It looks like https://signet.example.com, with or without #…</source>
        <translation>这不是云平台的地址。地址形如 https://signet.example.com，后面可带 #…</translation>
    </message>
    <message>
        <source>Cloud</source>
        <translation>云平台</translation>
    </message>
    <message>
        <source>Fingerprint</source>
        <translation>指纹</translation>
    </message>
    <message>
        <source>It is the cloud whose fingerprint you were given.</source>
        <translation>指纹与您得到的一致。</translation>
    </message>
    <message>
        <source>Compare the fingerprint with the one that the people who run the cloud tell you.</source>
        <translation>请与云平台运营人员告知的指纹核对。</translation>
    </message>
    <message>
        <source>This is a demo cloud: everybody can read its codes.</source>
        <translation>这是演示用的云平台，任何人都能看到它的验证码。</translation>
    </message>
    <message>
        <source>Use this cloud</source>
        <translation>使用此云平台</translation>
    </message>
    <message>
        <source>Another cloud answers there: its fingerprint is {0}. Do not sign in; ask whoever gave you the address.</source>
        <translation>该地址应答的是另一个云平台，其指纹为 {0}。请勿登录，并向提供地址的人核实。</translation>
    </message>
    <message>
        <source>Nobody answers at this address. Check it and the network, and try again.</source>
        <translation>该地址没有应答。请检查地址和网络后重试。</translation>
    </message>
    <message>
        <source>What answers at this address is not a cloud that this version of Signet knows.</source>
        <translation>该地址应答的不是本版本印信所支持的云平台。</translation>
    </message>
</context>
<context>
    <name>TimeStampsCard</name>
    <message>
        <source>Time stamps of sealed documents</source>
        <translation>电子用印时间戳</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Of a service after RFC 3161. Empty: documents are sealed without a time stamp.</source>
        <translation>符合 RFC 3161 的服务。留空则不加时间戳。</translation>
    </message>
    <message>
        <source>Address of the authority</source>
        <translation>时间戳服务地址</translation>
    </message>
    <message>
        <source>It gets the hash of a signature, nothing of the document, and confirms when it existed.</source>
        <translation>时间戳服务只收到签名的摘要，收不到文件内容；它证明签名在何时已经存在。</translation>
    </message>
    <message>
        <source>It has to begin with https://.</source>
        <translation>地址必须以 https:// 开头。</translation>
    </message>
    <message>
        <source>This is no address on the web.</source>
        <translation>这不是有效的网址。</translation>
    </message>
    <message>
        <source>Documents are sealed with a time stamp</source>
        <translation>电子用印将加盖时间戳</translation>
    </message>
    <message>
        <source>Documents are sealed without a time stamp</source>
        <translation>电子用印不加时间戳</translation>
    </message>
</context>
<context>
    <name>TitleDetail</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>发送中</translation>
    </message>
    <message>
        <source>Invoice title</source>
        <translation>发票抬头</translation>
    </message>
    <message>
        <source>Tax number</source>
        <translation>税号</translation>
    </message>
    <message>
        <source>Registered address</source>
        <translation>注册地址</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Bank</source>
        <translation>开户银行</translation>
    </message>
    <message>
        <source>Account number</source>
        <translation>银行账号</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
</context>
<context>
    <name>TitleDialog</name>
    <message>
        <source>Change invoice title</source>
        <translation>修改抬头</translation>
    </message>
    <message>
        <source>New invoice title</source>
        <translation>新建抬头</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Tax number</source>
        <translation>税号</translation>
    </message>
    <message>
        <source>Registered address</source>
        <translation>注册地址</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Bank</source>
        <translation>开户银行</translation>
    </message>
    <message>
        <source>Account number</source>
        <translation>银行账号</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>抬头类型</translation>
    </message>
    <message>
        <source>The code of the company: 15, 17, 18 or 20 characters.</source>
        <translation>纳税人识别号或统一社会信用代码，15、17、18 或 20 位。</translation>
    </message>
    <message>
        <source>This and what follows only if the invoice has to say it.</source>
        <translation>此项及以下各项选填，发票需要写明时填写。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Invoice title added</source>
        <translation>抬头已新建</translation>
    </message>
    <message>
        <source>Invoice title changed</source>
        <translation>抬头已修改</translation>
    </message>
</context>
<context>
    <name>Titles</name>
    <message>
        <source>Invoice titles</source>
        <translation>发票抬头</translation>
    </message>
    <message>
        <source>New invoice title</source>
        <translation>新建抬头</translation>
    </message>
    <message>
        <source>It says for whom an invoice is made out: a company with its tax number, or a person.</source>
        <translation>抬头写明发票开给谁：单位（含税号）或个人。</translation>
    </message>
    <message>
        <source>No invoice title yet</source>
        <translation>还没有发票抬头</translation>
    </message>
    <message>
        <source>Delete the invoice title “{0}”?</source>
        <translation>删除发票抬头“{0}”？</translation>
    </message>
    <message>
        <source>It goes from the list of everybody who pays.</source>
        <translation>所有负责交费的成员都将不再看到它。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Invoice title deleted</source>
        <translation>发票抬头已删除</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>发送中</translation>
    </message>
</context>
<context>
    <name>TokenDetail</name>
    <message>
        <source>Revoke</source>
        <translation>吊销</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>发送中</translation>
    </message>
    <message>
        <source>Access token</source>
        <translation>访问令牌</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从未</translation>
    </message>
    <message>
        <source>it is revoked</source>
        <translation>吊销为止</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>令牌</translation>
    </message>
    <message>
        <source>May read</source>
        <translation>可读取</translation>
    </message>
    <message>
        <source>Made by</source>
        <translation>创建人</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>In force until</source>
        <translation>有效期至</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>最近使用</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>已吊销</translation>
    </message>
</context>
<context>
    <name>TokenDialog</name>
    <message>
        <source>New access token</source>
        <translation>新建访问令牌</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>请选择…</translation>
    </message>
    <message>
        <source>90 days</source>
        <translation>90 天</translation>
    </message>
    <message>
        <source>One year</source>
        <translation>一年</translation>
    </message>
    <message>
        <source>Until it is revoked</source>
        <translation>直到吊销</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>The system that will use it.</source>
        <translation>将使用该令牌的系统。</translation>
    </message>
    <message>
        <source>May read</source>
        <translation>可读取</translation>
    </message>
    <message>
        <source>All of the organization, nothing else.</source>
        <translation>整个单位的所选内容，其他一概不可读取。</translation>
    </message>
    <message>
        <source>In force</source>
        <translation>有效期</translation>
    </message>
    <message>
        <source>Make the token</source>
        <translation>生成令牌</translation>
    </message>
    <message>
        <source>A system that has it reads, and changes nothing.</source>
        <translation>持有令牌的系统只能读取，不能更改。</translation>
    </message>
    <message>
        <source>Access token made</source>
        <translation>访问令牌已创建</translation>
    </message>
</context>
<context>
    <name>TokenShown</name>
    <message>
        <source>Copy the token now</source>
        <translation>请立即复制令牌</translation>
    </message>
    <message>
        <source>It is shown only this once, and kept nowhere. Who has it reads what it may read.</source>
        <translation>令牌只显示这一次，不在任何地方保存。持有者可读取其权限内的内容。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>I have kept it</source>
        <translation>我已保存</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>Told</name>
    <message>
        <source>Loss lock and offline use</source>
        <translation>挂失锁定与无网络使用</translation>
    </message>
    <message>
        <source>Unlock …</source>
        <translation>解除锁定…</translation>
    </message>
    <message>
        <source>Lock as lost …</source>
        <translation>挂失锁定…</translation>
    </message>
    <message>
        <source>Close …</source>
        <translation>关闭…</translation>
    </message>
    <message>
        <source>Open …</source>
        <translation>开启…</translation>
    </message>
    <message>
        <source>Close offline use</source>
        <translation>关闭无网络使用</translation>
    </message>
    <message>
        <source>Open offline use</source>
        <translation>开启无网络使用</translation>
    </message>
    <message>
        <source>not locked</source>
        <translation>未锁定</translation>
    </message>
    <message>
        <source>locked as lost by {0}, {1}</source>
        <translation>已由{0}挂失锁定，{1}</translation>
    </message>
    <message>
        <source>no offline use</source>
        <translation>未开启无网络使用</translation>
    </message>
    <message>
        <source>offline use until {0}, opened by {1}</source>
        <translation>无网络使用至 {0}，由{1}开启</translation>
    </message>
    <message>
        <source>{0} (waiting for the seal)</source>
        <translation>{0}（待设备确认）</translation>
    </message>
</context>
<context>
    <name>Touches</name>
    <message>
        <source>Touches</source>
        <translation>按压次数</translation>
    </message>
</context>
<context>
    <name>TrackPanel</name>
    <message>
        <source>Document, person or seal</source>
        <translation>文件、使用人或印章</translation>
    </message>
    <message>
        <source>Province, city or district</source>
        <translation>省、市、区县</translation>
    </message>
    <message>
        <source>All the time</source>
        <translation>所有时间</translation>
    </message>
    <message>
        <source>Seal</source>
        <translation>印章</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>使用人</translation>
    </message>
    <message>
        <source>From</source>
        <translation>起始时间</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>截止时间</translation>
    </message>
    <message>
        <source>The end must come after the start.</source>
        <translation>结束时间必须晚于开始时间。</translation>
    </message>
    <message>
        <source>All seals</source>
        <translation>所有印章</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>所有人</translation>
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
    <name>TrialForm</name>
    <message>
        <source>The demo</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>Its windows open by themselves: two consoles, three virtual seals, and an inbox that shows who may sign in and every code. Nothing of it touches real seals, and nothing leaves this computer.</source>
        <translation>演示会打开自己的窗口：两个控制台、三枚虚拟印章，以及一个收件箱，其中列出可登录的人员和所有验证码。演示不涉及真实印章，数据不会离开本机。</translation>
    </message>
    <message>
        <source>The demo is running. The first time its windows take some seconds to open.</source>
        <translation>演示正在运行。首次启动时，窗口需要几秒钟才会打开。</translation>
    </message>
    <message>
        <source>End the demo</source>
        <translation>结束演示</translation>
    </message>
    <message>
        <source>The demo could not start: {0}.</source>
        <translation>演示未能启动：{0}。</translation>
    </message>
    <message>
        <source>Start it again</source>
        <translation>再次启动</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
</context>
<context>
    <name>UnboundList</name>
    <message>
        <source>Seals that are delivered and not bound</source>
        <translation>已交付而未绑定的印章</translation>
    </message>
    <message>
        <source>No seal waits to be bound</source>
        <translation>没有未绑定的印章</translation>
    </message>
    <message>
        <source>What the operator delivers to you stands here. A seal in reach can be bound over Bluetooth.</source>
        <translation>平台交付给本单位的印章显示在这里；附近的印章可以通过蓝牙绑定。</translation>
    </message>
    <message>
        <source>Seals in reach</source>
        <translation>查看附近的印章</translation>
    </message>
    <message>
        <source>Waiting for the seal</source>
        <translation>待设备确认</translation>
    </message>
    <message>
        <source>Not bound · online</source>
        <translation>未绑定 · 在线</translation>
    </message>
    <message>
        <source>GPRS or Bluetooth</source>
        <translation>GPRS 或蓝牙</translation>
    </message>
    <message>
        <source>Bluetooth</source>
        <translation>蓝牙</translation>
    </message>
    <message>
        <source>heard {0}</source>
        <translation>最近联系 {0}</translation>
    </message>
</context>
<context>
    <name>UpdateNotice</name>
    <message>
        <source>Signet {0} is available; this is {1}.</source>
        <translation>印信 {0} 已发布，当前版本为 {1}。</translation>
    </message>
    <message>
        <source>What is new</source>
        <translation>查看更新内容</translation>
    </message>
</context>
<context>
    <name>UsageDetail</name>
    <message>
        <source>Photo of the impression</source>
        <translation>盖章照片</translation>
    </message>
    <message>
        <source>Sealed document</source>
        <translation>已用印的文件</translation>
    </message>
    <message>
        <source>Add a photo …</source>
        <translation>补传照片…</translation>
    </message>
    <message>
        <source>Pictures of the document</source>
        <translation>文件图片</translation>
    </message>
    <message>
        <source>Flow</source>
        <translation>流程</translation>
    </message>
    <message>
        <source>Application …</source>
        <translation>用印申请…</translation>
    </message>
    <message>
        <source>Authorization …</source>
        <translation>授权…</translation>
    </message>
    <message>
        <source>Pictures after use</source>
        <translation>用印后图片</translation>
    </message>
    <message>
        <source>Add a picture after use …</source>
        <translation>上传用印后图片…</translation>
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
        <source>Made by firmware</source>
        <translation>记录时固件</translation>
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
    <message numerus="yes">
        <source>Removed {0}, by the rule of %Ln days</source>
        <translation>
            <numerusform>已于 {0} 按 %Ln 天保留期限删除</numerusform>
        </translation>
    </message>
    <message>
        <source>Photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Photo&apos;s SHA-256</source>
        <translation>照片 SHA-256</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>The photo was removed when its time was over</source>
        <translation>照片已过保存期限，已删除</translation>
    </message>
    <message>
        <source>No photo of this impression</source>
        <translation>本次盖章没有照片</translation>
    </message>
    <message>
        <source>The photo is on its way</source>
        <translation>照片正在传输</translation>
    </message>
    <message>
        <source>The photo has not arrived yet</source>
        <translation>照片尚未到达</translation>
    </message>
</context>
<context>
    <name>UsageModel</name>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>文件名称</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>使用人</translation>
    </message>
    <message>
        <source>Seal</source>
        <translation>印章</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>How sure</source>
        <translation>身份依据</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Impression</source>
        <translation>盖章次序</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>用印申请</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录编号</translation>
    </message>
    <message>
        <source>person unknown</source>
        <translation>使用人未知</translation>
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
        <source>Document, person, seal, place, number</source>
        <translation>文件、使用人、印章、位置、编号</translation>
    </message>
    <message>
        <source>Reading the records</source>
        <translation>正在读取记录</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>显示列</translation>
    </message>
    <message numerus="yes">
        <source>%Ln records</source>
        <translation>
            <numerusform>%Ln 条</numerusform>
        </translation>
    </message>
    <message>
        <source>No record fits</source>
        <translation>没有符合条件的记录</translation>
    </message>
    <message>
        <source>Look for something else, or for less at once.</source>
        <translation>请换一个关键词，或减少筛选条件。</translation>
    </message>
    <message>
        <source>Reading the records …</source>
        <translation>正在读取记录…</translation>
    </message>
    <message>
        <source>Finding out the places of the records</source>
        <translation>正在识别记录的位置</translation>
    </message>
</context>
<context>
    <name>UsageTable</name>
    <message>
        <source>Sort by: {0}</source>
        <translation>排序：{0}</translation>
    </message>
    <message>
        <source>Columns as they were at first</source>
        <translation>恢复默认列</translation>
    </message>
</context>
<context>
    <name>UseDialog</name>
    <message>
        <source>Use of a seal</source>
        <translation>用印详情</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>UseOptions</name>
    <message>
        <source>Direct</source>
        <translation>直接授权</translation>
    </message>
    <message>
        <source>Pre-authorized</source>
        <translation>预先授权</translation>
    </message>
    <message>
        <source>Way of authorizing</source>
        <translation>授权方式</translation>
    </message>
    <message>
        <source>A photo of each impression</source>
        <translation>盖章拍照</translation>
    </message>
    <message>
        <source>Unlocked by fingerprint</source>
        <translation>校验指纹</translation>
    </message>
    <message>
        <source>Pictures before the use can be ended</source>
        <translation>强制上传使用记录</translation>
    </message>
    <message>
        <source>Notices by WeChat</source>
        <translation>微信通知</translation>
    </message>
    <message>
        <source>An SMS for each use</source>
        <translation>短信通知</translation>
    </message>
    <message>
        <source>The user is sent an activation code, and enters it before the first use.</source>
        <translation>使用人收到激活码，激活后方可使用。</translation>
    </message>
    <message>
        <source>It may be used as soon as the seal has heard of it.</source>
        <translation>印章收到后即可使用。</translation>
    </message>
    <message>
        <source>Demanded in the application</source>
        <translation>申请中要求的，不能取消</translation>
    </message>
    <message>
        <source>Carriers let {0} short messages a day through to one person: choose WeChat for so many uses.</source>
        <translation>运营商限制每人每天 {0} 条短信，次数较多时建议使用微信通知。</translation>
    </message>
    <message>
        <source>“{0}” is a Bluetooth seal, which checks no fingerprints.</source>
        <translation>“{0}”为蓝牙印章，不支持校验指纹。</translation>
    </message>
    <message>
        <source>“{0}” holds no fingerprint of {1}.</source>
        <translation>“{0}”未录入{1}的指纹。</translation>
    </message>
</context>
<context>
    <name>UsePictures</name>
    <message>
        <source>Impressions</source>
        <translation>盖章记录</translation>
    </message>
    <message>
        <source>No impression yet</source>
        <translation>还没有盖章</translation>
    </message>
    <message>
        <source>Pictures after use</source>
        <translation>用印后图片</translation>
    </message>
    <message>
        <source>Add a photo …</source>
        <translation>补传照片…</translation>
    </message>
    <message>
        <source>Add a picture after use …</source>
        <translation>上传用印后图片…</translation>
    </message>
    <message>
        <source>on its way</source>
        <translation>传输中</translation>
    </message>
    <message>
        <source>no photo</source>
        <translation>无照片</translation>
    </message>
    <message>
        <source>removed</source>
        <translation>已删除</translation>
    </message>
    <message>
        <source>Add a photo of #{0} …</source>
        <translation>补传 #{0} 的照片…</translation>
    </message>
    <message>
        <source>Without a photo: {0}</source>
        <translation>缺少照片：{0}</translation>
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
    <message>
        <source>User guide</source>
        <translation>用户指南</translation>
    </message>
</context>
<context>
    <name>ViewCard</name>
    <message>
        <source>Page of the document</source>
        <translation>文件页面</translation>
    </message>
    <message>
        <source>Page before</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>下一页</translation>
    </message>
    <message>
        <source>Drag the seal to its place, or move it with the arrow keys (Shift: further). Page Up and Page Down turn the pages.</source>
        <translation>拖动印章到所需位置，或用方向键移动（按住 Shift 移动更远）；Page Up、Page Down 翻页。</translation>
    </message>
    <message>
        <source>No document chosen</source>
        <translation>未选择文件</translation>
    </message>
    <message>
        <source>Choose the document to seal at the right.</source>
        <translation>请在右侧选择要用印的文件。</translation>
    </message>
    <message>
        <source>The document is opened and looked at …</source>
        <translation>正在打开并检查文件 …</translation>
    </message>
    <message>
        <source>This file is not sealed</source>
        <translation>该文件不能用印</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Page {0} of {1}</source>
        <translation>第 {0} 页，共 {1} 页</translation>
    </message>
</context>
<context>
    <name>Viewfinder</name>
    <message>
        <source>Picture of the camera</source>
        <translation>摄像头画面</translation>
    </message>
</context>
<context>
    <name>Waiting</name>
    <message>
        <source>Take the binding back …</source>
        <translation>撤回绑定…</translation>
    </message>
    <message>
        <source>{0} asked to bind it ({1}); the seal has not confirmed that. It lapses by itself ({2}).</source>
        <translation>{0}发起了绑定（{1}），印章尚未确认，到期自动取消（{2}）。</translation>
    </message>
    <message>
        <source>Unbinding is decided. The seal&apos;s word is still missing: switch it on near this computer.</source>
        <translation>已决定解绑，尚未收到印章的确认：请在本电脑附近将其开机。</translation>
    </message>
    <message>
        <source>If its screen says 设备未绑定 already, its word is fetched by itself.</source>
        <translation>若其屏幕已显示“设备未绑定”，将自动取回其确认。</translation>
    </message>
</context>
<context>
    <name>WaiveDialog</name>
    <message>
        <source>Waive the missing pictures?</source>
        <translation>免除缺少的照片？</translation>
    </message>
    <message>
        <source>Impressions without a picture: {0}. Nobody is asked for them any more; your reason is kept.</source>
        <translation>有 {0} 条盖章记录缺少照片。免除后不再要求补传，您的理由会被留存。</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Waive</source>
        <translation>免除</translation>
    </message>
    <message>
        <source>Missing pictures waived</source>
        <translation>已免除补传照片</translation>
    </message>
</context>
<context>
    <name>WalletPage</name>
    <message>
        <source>Service fees</source>
        <translation>服务交费</translation>
    </message>
    <message>
        <source>Payments</source>
        <translation>交费记录</translation>
    </message>
    <message>
        <source>Invoices</source>
        <translation>发票开具</translation>
    </message>
    <message>
        <source>Invoice titles</source>
        <translation>发票抬头</translation>
    </message>
    <message>
        <source>Parts of the wallet</source>
        <translation>钱包的各部分</translation>
    </message>
    <message>
        <source>Loading</source>
        <translation>正在加载</translation>
    </message>
</context>
<context>
    <name>WeChatCard</name>
    <message>
        <source>WeChat</source>
        <translation>微信</translation>
    </message>
    <message>
        <source>Unbind</source>
        <translation>解除绑定</translation>
    </message>
    <message>
        <source>Your WeChat is bound to your phone number: messages reach it, and you can sign in by it.</source>
        <translation>您的微信已绑定本人手机号：可接收微信通知，也可用微信登录。</translation>
    </message>
    <message>
        <source>No WeChat is bound to your phone number. Sign in by WeChat once, and it will be.</source>
        <translation>您的手机号尚未绑定微信。用微信登录一次即可绑定。</translation>
    </message>
    <message>
        <source>Unbind your WeChat?</source>
        <translation>解除微信绑定？</translation>
    </message>
    <message>
        <source>Messages will no longer reach it. To sign in by it again you prove your number by a code.</source>
        <translation>将不再接收微信通知；再次用微信登录时，需要重新用验证码验证手机号。</translation>
    </message>
    <message>
        <source>WeChat unbound</source>
        <translation>已解除微信绑定</translation>
    </message>
</context>
<context>
    <name>WeChatPage</name>
    <message>
        <source>QR code to scan with WeChat</source>
        <translation>供微信扫描的二维码</translation>
    </message>
    <message>
        <source>Six digits from the app, or one of your recovery codes</source>
        <translation>应用中的 6 位数字，或一个恢复码</translation>
    </message>
    <message>
        <source>Code of the authenticator app</source>
        <translation>身份验证器动态码</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>New QR code</source>
        <translation>刷新二维码</translation>
    </message>
    <message>
        <source>Open it in the browser</source>
        <translation>在浏览器中打开</translation>
    </message>
    <message>
        <source>Sign in with a code by SMS</source>
        <translation>短信验证码登录</translation>
    </message>
    <message>
        <source>Sign in with WeChat</source>
        <translation>微信登录</translation>
    </message>
    <message>
        <source>Getting a QR code …</source>
        <translation>正在获取二维码…</translation>
    </message>
    <message>
        <source>Confirmed. Signing in …</source>
        <translation>已确认，正在登录…</translation>
    </message>
    <message>
        <source>Enter the code that the app shows.</source>
        <translation>请输入身份验证器显示的动态码。</translation>
    </message>
    <message>
        <source>WeChat has confirmed who you are.</source>
        <translation>微信已确认您的身份。</translation>
    </message>
    <message>
        <source>Scan it with the WeChat that is bound to your phone number in the organization.</source>
        <translation>请使用微信扫码，微信绑定的手机号须与企业内成员手机号一致。</translation>
    </message>
    <message>
        <source>Good for another {0} s</source>
        <translation>{0} 秒后失效</translation>
    </message>
    <message>
        <source>This QR code is no longer valid; ask for a new one.</source>
        <translation>二维码已失效，请刷新。</translation>
    </message>
</context>
<context>
    <name>WebhookDetail</name>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Deliveries</source>
        <translation>推送记录</translation>
    </message>
    <message>
        <source>Nothing has been sent yet.</source>
        <translation>尚未推送过。</translation>
    </message>
    <message>
        <source>Send a test</source>
        <translation>发送测试</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>重新发送</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>发送中</translation>
    </message>
    <message>
        <source>Webhook</source>
        <translation>事件推送</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Tells of</source>
        <translation>推送事件</translation>
    </message>
    <message>
        <source>Public key</source>
        <translation>公钥</translation>
    </message>
    <message>
        <source>Nothing arrives since</source>
        <translation>持续失败，始于</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>启用</translation>
    </message>
</context>
<context>
    <name>WebhookDialog</name>
    <message>
        <source>Change webhook</source>
        <translation>更改推送</translation>
    </message>
    <message>
        <source>New webhook</source>
        <translation>新建推送</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>请选择…</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>The system that is told.</source>
        <translation>接收通知的系统。</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Reached from the cloud, by https.</source>
        <translation>由云平台以 https 访问。</translation>
    </message>
    <message>
        <source>Tells of</source>
        <translation>推送事件</translation>
    </message>
    <message>
        <source>What is sent names the event and the record; the record itself is read with a token.</source>
        <translation>推送内容只含事件和记录的编号；记录本身须凭令牌读取。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Webhook changed</source>
        <translation>推送已更改</translation>
    </message>
    <message>
        <source>Webhook added</source>
        <translation>推送已添加</translation>
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
        <source>Batch configuration</source>
        <translation>批量配置</translation>
    </message>
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
    <name>_Formats</name>
    <message>
        <source>Spreadsheet (XLSX)</source>
        <translation>电子表格（XLSX）</translation>
    </message>
    <message>
        <source>Table for programs (CSV)</source>
        <translation>数据表（CSV）</translation>
    </message>
    <message>
        <source>Report with pictures (PDF)</source>
        <translation>带照片的报告（PDF）</translation>
    </message>
</context>
<context>
    <name>_Panel</name>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
</context>
<context>
    <name>_Summary</name>
    <message numerus="yes">
        <source>%Ln uses</source>
        <translation>
            <numerusform>用印 %Ln 次</numerusform>
        </translation>
    </message>
    <message>
        <source>{0} at the least</source>
        <translation>至少 {0}</translation>
    </message>
    <message numerus="yes">
        <source>%Ln stops, {0}</source>
        <translation>
            <numerusform>%Ln 次停留，共{0}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln gaps</source>
        <translation>
            <numerusform>%Ln 处间断</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln jumps that cannot be</source>
        <translation>
            <numerusform>%Ln 处不可能的跳跃</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln times the clock ran back</source>
        <translation>
            <numerusform>时钟倒退 %Ln 次</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_WrapLabel</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>adding</name>
    <message>
        <source>Photo of the impression</source>
        <translation>盖章照片</translation>
    </message>
    <message>
        <source>Photo added</source>
        <translation>照片已添加</translation>
    </message>
    <message>
        <source>Picture after use</source>
        <translation>用印后图片</translation>
    </message>
    <message>
        <source>Picture added</source>
        <translation>图片已添加</translation>
    </message>
</context>
<context>
    <name>application</name>
    <message>
        <source>Seal</source>
        <translation>印章</translation>
    </message>
    <message>
        <source>Category of use</source>
        <translation>用印类别</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>用印部门</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>申请事由</translation>
    </message>
    <message>
        <source>Document type</source>
        <translation>文件类型</translation>
    </message>
    <message>
        <source>Document mark</source>
        <translation>文件标识</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>文件份数</translation>
    </message>
    <message>
        <source>Use mode</source>
        <translation>使用模式</translation>
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
        <source>Way</source>
        <translation>授权方式</translation>
    </message>
    <message>
        <source>Permitted area</source>
        <translation>用印区域</translation>
    </message>
    <message>
        <source>Demanded</source>
        <translation>用印要求</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Copied to</source>
        <translation>抄送</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>申请编号</translation>
    </message>
    <message>
        <source>applied</source>
        <translation>提交申请</translation>
    </message>
    <message>
        <source>in the place of {0}</source>
        <translation>代 {0} 审批</translation>
    </message>
    <message>
        <source>handed on by {0}</source>
        <translation>由 {0} 转交</translation>
    </message>
    <message>
        <source>no reason given</source>
        <translation>未填写</translation>
    </message>
    <message>
        <source>urged {0}</source>
        <translation>{0} 已催办</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>已用次数</translation>
    </message>
    <message>
        <source>May be used</source>
        <translation>可用时间</translation>
    </message>
    <message>
        <source>Pictures missing</source>
        <translation>缺少照片</translation>
    </message>
</context>
<context>
    <name>audit</name>
    <message>
        <source>Refused</source>
        <translation>被拒绝的操作</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已处理</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>操作人</translation>
    </message>
    <message>
        <source>Act</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>申请事由</translation>
    </message>
    <message>
        <source>Name of the act</source>
        <translation>操作名称</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>成员</translation>
    </message>
    <message>
        <source>Act&apos;s id</source>
        <translation>操作编号</translation>
    </message>
    <message>
        <source>Digest</source>
        <translation>摘要</translation>
    </message>
    <message>
        <source>Head of the chain</source>
        <translation>链头值</translation>
    </message>
</context>
<context>
    <name>authorization</name>
    <message>
        <source>Pictures are missing: {0} of {1}.</source>
        <translation>缺少照片 {0} 张（共 {1} 条记录）。</translation>
    </message>
    <message>
        <source>Records that are still on the seal: {0}.</source>
        <translation>还有 {0} 条记录在印章中。</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>文件名称</translation>
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
        <source>Use mode</source>
        <translation>使用模式</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>授权方式</translation>
    </message>
    <message>
        <source>Activated</source>
        <translation>激活时间</translation>
    </message>
    <message>
        <source>Permitted area</source>
        <translation>用印区域</translation>
    </message>
    <message>
        <source>Demanded</source>
        <translation>用印要求</translation>
    </message>
    <message>
        <source>Ends by itself</source>
        <translation>自动结束</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>Issued by</source>
        <translation>授权人</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>用印结束</translation>
    </message>
    <message>
        <source>Waived</source>
        <translation>免除补传</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>申请</translation>
    </message>
    <message>
        <source>Authorization</source>
        <translation>授权</translation>
    </message>
    <message>
        <source>by itself</source>
        <translation>自动结束</translation>
    </message>
</context>
<context>
    <name>choose_file</name>
    <message>
        <source>Lists (*.xlsx *.csv)</source>
        <translation>成员表 (*.xlsx *.csv)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>The list of members</source>
        <translation>成员表</translation>
    </message>
</context>
<context>
    <name>confirm</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Got it</source>
        <translation>知道了</translation>
    </message>
</context>
<context>
    <name>electronic</name>
    <message>
        <source>other documents as well</source>
        <translation>允许盖其他文件</translation>
    </message>
    <message>
        <source>Sealed</source>
        <translation>电子用印</translation>
    </message>
    <message>
        <source>Use mode</source>
        <translation>使用模式</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>none of the application</source>
        <translation>非申请中的文件</translation>
    </message>
    <message>
        <source>Document&apos;s SHA-256</source>
        <translation>文件 SHA-256</translation>
    </message>
    <message>
        <source>Signed SHA-256</source>
        <translation>签名内容 SHA-256</translation>
    </message>
</context>
<context>
    <name>exports</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>New export …</source>
        <translation>新建导出 …</translation>
    </message>
    <message>
        <source>Exports so far …</source>
        <translation>导出历史 …</translation>
    </message>
    <message>
        <source>no longer kept</source>
        <translation>文件已到期</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>being written</source>
        <translation>生成中</translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>on its way</source>
        <translation>发送中</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>已发送</translation>
    </message>
    <message>
        <source>not taken</source>
        <translation>未送达</translation>
    </message>
    <message>
        <source>{0}: {1}</source>
        <translation>{0}：{1}</translation>
    </message>
</context>
<context>
    <name>features</name>
    <message>
        <source>Pictures with the application</source>
        <translation>申请用印强制上传图片</translation>
    </message>
    <message>
        <source>Who applies has to add pictures of the document.</source>
        <translation>申请用印时须上传文件图片。</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>用印部门</translation>
    </message>
    <message>
        <source>The application says for which department the seal is used.</source>
        <translation>申请时选择用印部门。</translation>
    </message>
    <message>
        <source>Number of uses</source>
        <translation>用印次数</translation>
    </message>
    <message>
        <source>From 0 to 500 for one application; 0 is unlimited.</source>
        <translation>单次申请 0 至 500 次，0 表示无限次。</translation>
    </message>
    <message>
        <source>Start time</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>It lies before the end time.</source>
        <translation>须小于结束时间。</translation>
    </message>
    <message>
        <source>End time</source>
        <translation>结束时间</translation>
    </message>
    <message>
        <source>It lies in the future; the seal can be used only within the period.</source>
        <translation>须大于当前时间；印章只可在申请的时间段内使用。</translation>
    </message>
    <message>
        <source>Permitted area</source>
        <translation>用印区域</translation>
    </message>
    <message>
        <source>The seal can be used only in the area that was chosen.</source>
        <translation>印章只可在所选区域使用。</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Up to 120 characters of any kind.</source>
        <translation>最多 120 个字符。</translation>
    </message>
    <message>
        <source>Document mark</source>
        <translation>文件标识</translation>
    </message>
    <message>
        <source>Scanned from a QR code or an EAN-13 barcode (69 code) on the document.</source>
        <translation>通过扫描文件上的二维码或 69 码自动填充。</translation>
    </message>
    <message>
        <source>Photo of each impression</source>
        <translation>盖章拍照</translation>
    </message>
    <message>
        <source>Each press is photographed.</source>
        <translation>每次盖章自动拍照。</translation>
    </message>
    <message>
        <source>Fingerprint check</source>
        <translation>校验指纹</translation>
    </message>
    <message>
        <source>The seal is unlocked by the user&apos;s fingerprint before it stamps.</source>
        <translation>使用指纹解锁后方可盖章。</translation>
    </message>
    <message>
        <source>WeChat notices</source>
        <translation>微信通知</translation>
    </message>
    <message>
        <source>On by default: approvers and authorizer are told, with at most 60 messages a minute.</source>
        <translation>默认开启，向审批人和授权人推送通知，每分钟不超过 60 条。</translation>
    </message>
    <message>
        <source>Photos mandatory before ending</source>
        <translation>强制上传使用记录</translation>
    </message>
    <message>
        <source>Until all pictures are there, the use is not ended and its user cannot apply again.</source>
        <translation>照片补齐前，该用印不能结束，使用人不能再次申请。</translation>
    </message>
    <message>
        <source>SMS notices</source>
        <translation>短信通知</translation>
    </message>
    <message>
        <source>Authorizer and copied get one for each use, at most 50 a day; for more take WeChat.</source>
        <translation>每次使用向授权人和抄送人发送短信，每人每天最多 50 条；用印量更大时请使用微信通知。</translation>
    </message>
    <message>
        <source>Pre-authorization</source>
        <translation>预先授权</translation>
    </message>
    <message>
        <source>Issued with an activation code: the user activates it from the not-activated list.</source>
        <translation>下发时附带激活码，使用人在未激活列表中激活。</translation>
    </message>
</context>
<context>
    <name>files</name>
    <message>
        <source>“{0}” is larger than {1}.</source>
        <translation>“{0}”超过 {1}。</translation>
    </message>
    <message>
        <source>“{0}” is empty.</source>
        <translation>“{0}”是空文件。</translation>
    </message>
    <message>
        <source>“{0}” is no PNG or JPEG picture.</source>
        <translation>“{0}”不是 PNG 或 JPEG 图片。</translation>
    </message>
    <message>
        <source>“{0}” is damaged or incomplete.</source>
        <translation>“{0}”已损坏或不完整。</translation>
    </message>
    <message>
        <source>“{0}” has more than {1} megapixels.</source>
        <translation>“{0}”超过 {1} 百万像素。</translation>
    </message>
    <message>
        <source>“{0}” moves; a still picture is needed.</source>
        <translation>“{0}”是动态图片，请使用静态图片。</translation>
    </message>
    <message>
        <source>“{0}” would take far too long to open.</source>
        <translation>“{0}”打开耗时过长，未予采用。</translation>
    </message>
    <message>
        <source>“{0}” cannot be read: {1}</source>
        <translation>无法读取“{0}”：{1}</translation>
    </message>
</context>
<context>
    <name>fingers</name>
    <message>
        <source>Being deleted (waiting for the seal)</source>
        <translation>删除中（待设备确认）</translation>
    </message>
    <message>
        <source>Not taken</source>
        <translation>未录入</translation>
    </message>
    <message>
        <source>Enrolled</source>
        <translation>已录入</translation>
    </message>
    <message>
        <source>Waiting for six touches</source>
        <translation>待按压 6 次</translation>
    </message>
</context>
<context>
    <name>help</name>
    <message>
        <source>User guide</source>
        <translation>用户指南</translation>
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
    <name>integrations</name>
    <message>
        <source>Organization</source>
        <translation>单位资料</translation>
    </message>
    <message>
        <source>Members and phone numbers</source>
        <translation>成员与手机号</translation>
    </message>
    <message>
        <source>Seals</source>
        <translation>印章</translation>
    </message>
    <message>
        <source>Applications and their files</source>
        <translation>用印申请及附件</translation>
    </message>
    <message>
        <source>Authorizations</source>
        <translation>用印授权</translation>
    </message>
    <message>
        <source>Usage records</source>
        <translation>盖章记录</translation>
    </message>
    <message>
        <source>Photos of impressions</source>
        <translation>盖章照片</translation>
    </message>
    <message>
        <source>Audit log</source>
        <translation>操作日志</translation>
    </message>
    <message>
        <source>Application filed</source>
        <translation>提交申请</translation>
    </message>
    <message>
        <source>Application authorized</source>
        <translation>申请已授权</translation>
    </message>
    <message>
        <source>Application rejected</source>
        <translation>申请被驳回</translation>
    </message>
    <message>
        <source>Application withdrawn</source>
        <translation>申请已撤回</translation>
    </message>
    <message>
        <source>Authorization issued</source>
        <translation>下发授权</translation>
    </message>
    <message>
        <source>Authorization ended</source>
        <translation>授权结束</translation>
    </message>
    <message>
        <source>Impression recorded</source>
        <translation>盖章记录</translation>
    </message>
    <message>
        <source>Abnormal impression</source>
        <translation>异常盖章</translation>
    </message>
    <message>
        <source>Seal bound</source>
        <translation>印章绑定</translation>
    </message>
    <message>
        <source>Seal unbound</source>
        <translation>印章解绑</translation>
    </message>
    <message>
        <source>Seal locked</source>
        <translation>印章锁定</translation>
    </message>
    <message>
        <source>Seal unlocked</source>
        <translation>印章解锁</translation>
    </message>
    <message>
        <source>Member added</source>
        <translation>成员加入</translation>
    </message>
    <message>
        <source>Member left</source>
        <translation>成员离开</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>All events</source>
        <translation>全部事件</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>已吊销</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>In force</source>
        <translation>有效</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Failing</source>
        <translation>推送失败</translation>
    </message>
    <message>
        <source>On</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>已送达</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>On its way</source>
        <translation>推送中</translation>
    </message>
    <message>
        <source>tried {0} times</source>
        <translation>已尝试 {0} 次</translation>
    </message>
</context>
<context>
    <name>judged</name>
    <message>
        <source>Reviewed: normal</source>
        <translation>复核：正常</translation>
    </message>
    <message>
        <source>Reviewed: doubtful</source>
        <translation>复核：存疑</translation>
    </message>
    <message>
        <source>open</source>
        <translation>待处理</translation>
    </message>
    <message>
        <source>in hand</source>
        <translation>处理中</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>已办结</translation>
    </message>
    <message>
        <source>Good reason</source>
        <translation>有合理原因</translation>
    </message>
    <message>
        <source>Misuse</source>
        <translation>违规用印</translation>
    </message>
    <message>
        <source>The seal&apos;s own fault</source>
        <translation>设备原因</translation>
    </message>
    <message>
        <source>Could not be cleared up</source>
        <translation>无法查明</translation>
    </message>
    <message>
        <source>given to {0}</source>
        <translation>交{0}处理</translation>
    </message>
    <message>
        <source>said</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>closed: {1}</source>
        <translation>办结：{1}</translation>
    </message>
    <message>
        <source>opened again</source>
        <translation>重新打开</translation>
    </message>
</context>
<context>
    <name>keeping</name>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Pictures (*.png *.jpg *.jpeg)</source>
        <translation>图片 (*.png *.jpg *.jpeg)</translation>
    </message>
    <message>
        <source>“{0}” has not arrived here yet</source>
        <translation>“{0}”尚未传到本机</translation>
    </message>
    <message>
        <source>It cannot be saved: {0}</source>
        <translation>无法保存：{0}</translation>
    </message>
    <message>
        <source>Saved as {0}</source>
        <translation>已保存为 {0}</translation>
    </message>
    <message>
        <source>This computer has no program for “{0}”; save it</source>
        <translation>本机没有可打开“{0}”的程序，请保存后处理</translation>
    </message>
</context>
<context>
    <name>mark</name>
    <message>
        <source>Hold the document&apos;s QR code, or its 69 barcode, before the camera.</source>
        <translation>请将文件的二维码或 69 码对准摄像头。</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>码的内容</translation>
    </message>
    <message>
        <source>A scanner on USB types here by itself; by hand: the digits, then Enter.</source>
        <translation>USB 扫码枪会自动输入；也可手动输入数字后按回车。</translation>
    </message>
    <message>
        <source>No code is found in this picture.</source>
        <translation>图片中没有找到二维码或条码。</translation>
    </message>
    <message>
        <source>There are {0} codes in the picture; show one alone.</source>
        <translation>图片中有 {0} 个码，请只保留一个。</translation>
    </message>
    <message>
        <source>The code holds {0} characters; a document mark has room for {1}.</source>
        <translation>码的内容有 {0} 个字符，文件标识最多 {1} 个字符。</translation>
    </message>
    <message>
        <source>This is neither a QR code nor a 69 barcode (EAN-13).</source>
        <translation>这既不是二维码，也不是 69 码（EAN-13）。</translation>
    </message>
    <message>
        <source>This barcode does not begin with {0}; only those are taken.</source>
        <translation>此条码不以 {0} 开头，仅支持 69 码。</translation>
    </message>
    <message>
        <source>The barcode was not read right: its check digit is wrong. Scan it again.</source>
        <translation>条码读取有误：校验位不符，请重新扫描。</translation>
    </message>
    <message>
        <source>There is no text in this code.</source>
        <translation>此码没有文字内容。</translation>
    </message>
</context>
<context>
    <name>messages</name>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>待处理</translation>
    </message>
    <message>
        <source>In hand</source>
        <translation>处理中</translation>
    </message>
    <message>
        <source>Closed with a verdict</source>
        <translation>已办结</translation>
    </message>
    <message>
        <source>Mine to clear up</source>
        <translation>交我处理</translation>
    </message>
    <message>
        <source>A message that this version does not know ({0})</source>
        <translation>此版本不认识的消息（{0}）</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>审批</translation>
    </message>
    <message>
        <source>Authorization</source>
        <translation>授权</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用情况</translation>
    </message>
    <message>
        <source>Unbinding</source>
        <translation>解绑</translation>
    </message>
    <message>
        <source>Permissions</source>
        <translation>权限</translation>
    </message>
    <message>
        <source>Abnormal</source>
        <translation>异常</translation>
    </message>
    <message>
        <source>Organization</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>WeChat</source>
        <translation>微信</translation>
    </message>
    <message>
        <source>SMS</source>
        <translation>短信</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>邮件</translation>
    </message>
    <message>
        <source>waits to be sent</source>
        <translation>等待发送</translation>
    </message>
    <message>
        <source>deferred by a limit until {0}</source>
        <translation>因发送上限推迟至 {0}</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>已发送</translation>
    </message>
    <message>
        <source>not delivered</source>
        <translation>未送达</translation>
    </message>
    <message>
        <source>Open the application</source>
        <translation>打开申请</translation>
    </message>
    <message>
        <source>Open the authorization</source>
        <translation>打开授权</translation>
    </message>
    <message>
        <source>Open the seal</source>
        <translation>打开印章</translation>
    </message>
    <message>
        <source>Open the member</source>
        <translation>打开成员</translation>
    </message>
    <message>
        <source>Open the organization</source>
        <translation>打开单位</translation>
    </message>
    <message>
        <source>Open the record</source>
        <translation>打开记录</translation>
    </message>
    <message>
        <source>Open the usage records</source>
        <translation>打开使用记录</translation>
    </message>
    <message>
        <source>Pay for it</source>
        <translation>去交费</translation>
    </message>
    <message>
        <source>Open the payment</source>
        <translation>查看交费记录</translation>
    </message>
    <message>
        <source>Open the invoice</source>
        <translation>查看发票</translation>
    </message>
    <message>
        <source>Open the webhook</source>
        <translation>打开推送</translation>
    </message>
    <message>
        <source>Webhook</source>
        <translation>事件推送</translation>
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
    <message>
        <source>Paid</source>
        <translation>支付成功</translation>
    </message>
    <message>
        <source>Your payment of {0} has arrived.</source>
        <translation>您的订单 {0} 支付成功。</translation>
    </message>
    <message>
        <source>Payment not found</source>
        <translation>审核失败</translation>
    </message>
    <message>
        <source>The review of {0} failed.</source>
        <translation>您的线下支付 {0} 审核失败。</translation>
    </message>
    <message>
        <source>Paid back</source>
        <translation>已退款</translation>
    </message>
    <message>
        <source>{0} was paid back to you.</source>
        <translation>已向您退款 {0}。</translation>
    </message>
    <message>
        <source>Your payment of {0} was paid back.</source>
        <translation>您的订单 {0} 已退款。</translation>
    </message>
    <message>
        <source>Invoice issued</source>
        <translation>发票已开具</translation>
    </message>
    <message>
        <source>Your invoice of {0} is there.</source>
        <translation>您申请的发票（{0}）已开具。</translation>
    </message>
    <message>
        <source>No invoice</source>
        <translation>发票未开具</translation>
    </message>
    <message>
        <source>Your invoice of {0} was refused.</source>
        <translation>您申请的发票（{0}）未能开具。</translation>
    </message>
</context>
<context>
    <name>organization</name>
    <message>
        <source>No department</source>
        <translation>未加入部门</translation>
    </message>
    <message>
        <source>Subsidiaries</source>
        <translation>子公司</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>发送中</translation>
    </message>
    <message>
        <source>members of {0}</source>
        <translation>{0}成员名单</translation>
    </message>
    <message>
        <source>The file cannot be written: {0}</source>
        <translation>无法写入文件：{0}</translation>
    </message>
    <message>
        <source>{0} members were written to {1}</source>
        <translation>已将 {0} 名成员写入 {1}</translation>
    </message>
</context>
<context>
    <name>overview</name>
    <message>
        <source>person unknown</source>
        <translation>人员未知</translation>
    </message>
    <message>
        <source>without category</source>
        <translation>无分类</translation>
    </message>
    <message>
        <source>within 1 hour</source>
        <translation>1 小时以内</translation>
    </message>
    <message>
        <source>1 to 4 hours</source>
        <translation>1 至 4 小时</translation>
    </message>
    <message>
        <source>4 hours to 1 day</source>
        <translation>4 小时至 1 天</translation>
    </message>
    <message>
        <source>1 to 3 days</source>
        <translation>1 至 3 天</translation>
    </message>
    <message>
        <source>over 3 days</source>
        <translation>3 天以上</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0} 分钟</translation>
    </message>
    <message>
        <source>{0} h {1} min</source>
        <translation>{0} 小时 {1} 分钟</translation>
    </message>
    <message>
        <source>{0} d {1} h</source>
        <translation>{0} 天 {1} 小时</translation>
    </message>
    <message>
        <source>MMM yyyy</source>
        <translation>yyyy年M月</translation>
    </message>
    <message>
        <source>yyyy</source>
        <translation>yyyy年</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>M月d日</translation>
    </message>
    <message>
        <source>ddd, d MMM yyyy</source>
        <translation>yyyy年M月d日 ddd</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>yyyy年M月d日</translation>
    </message>
</context>
<context>
    <name>paper</name>
    <message>
        <source>Approval form</source>
        <translation>用印审批单</translation>
    </message>
    <message>
        <source>number follows</source>
        <translation>编号待定</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>文件名称</translation>
    </message>
    <message>
        <source>Applicant</source>
        <translation>申请人</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>图片和附件</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>审批</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>处理</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Printed by {0} at {1}</source>
        <translation>{0} 于 {1} 打印</translation>
    </message>
    <message>
        <source>{0} used, issued by {1}</source>
        <translation>已用 {0}，授权人 {1}</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用情况</translation>
    </message>
    <message>
        <source>Impression</source>
        <translation>印次</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Sent to the printer</source>
        <translation>已发送到打印机</translation>
    </message>
</context>
<context>
    <name>permissions</name>
    <message>
        <source>Bind and rename seals</source>
        <translation>绑定印章、修改印章名称</translation>
    </message>
    <message>
        <source>Apply for the use of a seal</source>
        <translation>用印申请</translation>
    </message>
    <message>
        <source>Decide applications that come to him</source>
        <translation>审批收到的申请</translation>
    </message>
    <message>
        <source>Issue authorizations</source>
        <translation>用印授权</translation>
    </message>
    <message>
        <source>Stamp with an authorization</source>
        <translation>使用盖章</translation>
    </message>
    <message>
        <source>End the use of a seal</source>
        <translation>结束用印</translation>
    </message>
    <message>
        <source>Read usage records</source>
        <translation>查看使用记录</translation>
    </message>
    <message>
        <source>Read applications and authorizations</source>
        <translation>查看申请和授权记录</translation>
    </message>
    <message>
        <source>Set offline use</source>
        <translation>无网络设置</translation>
    </message>
    <message>
        <source>Set approval flows and templates</source>
        <translation>配置审批流程</translation>
    </message>
    <message>
        <source>Lock a lost seal</source>
        <translation>挂失锁定</translation>
    </message>
    <message>
        <source>Pay service fees</source>
        <translation>缴费开票</translation>
    </message>
    <message>
        <source>Configure features</source>
        <translation>功能配置</translation>
    </message>
    <message>
        <source>Add and manage members</source>
        <translation>添加和管理成员</translation>
    </message>
    <message>
        <source>Set seal keepers</source>
        <translation>设置管章人</translation>
    </message>
    <message>
        <source>Set the administrator</source>
        <translation>设置管理员</translation>
    </message>
    <message>
        <source>Manage departments</source>
        <translation>管理部门</translation>
    </message>
    <message>
        <source>Change or delete the organization</source>
        <translation>修改/删除单位</translation>
    </message>
    <message>
        <source>Manage subsidiaries</source>
        <translation>管理子公司</translation>
    </message>
    <message>
        <source>Change the owner</source>
        <translation>更改主管理员</translation>
    </message>
    <message>
        <source>Read the audit log</source>
        <translation>查看审计日志</translation>
    </message>
    <message>
        <source>Use of seals</source>
        <translation>用印</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Seals</source>
        <translation>印章</translation>
    </message>
    <message>
        <source>People and organization</source>
        <translation>人员与单位</translation>
    </message>
</context>
<context>
    <name>pictures</name>
    <message>
        <source>This is no PNG or JPEG picture.</source>
        <translation>这不是 PNG 或 JPEG 图片。</translation>
    </message>
    <message>
        <source>The picture is damaged or incomplete.</source>
        <translation>图片已损坏或不完整。</translation>
    </message>
    <message>
        <source>The picture has more than {0} megapixels.</source>
        <translation>图片超过 {0} 百万像素。</translation>
    </message>
    <message>
        <source>The picture moves; only still pictures are shown.</source>
        <translation>这是动态图片，仅显示静态图片。</translation>
    </message>
    <message>
        <source>The picture is made so that opening it would take far too long.</source>
        <translation>图片打开耗时过长，无法显示。</translation>
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
        <source>Overview</source>
        <translation>概览</translation>
    </message>
    <message>
        <source>Usage records</source>
        <translation>使用记录</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
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
        <source>Templates</source>
        <translation>模板管理</translation>
    </message>
    <message>
        <source>Features</source>
        <translation>功能配置</translation>
    </message>
    <message>
        <source>Wallet</source>
        <translation>钱包</translation>
    </message>
    <message>
        <source>Service outlets</source>
        <translation>服务网点</translation>
    </message>
    <message>
        <source>Audit log</source>
        <translation>审计日志</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>About and help</source>
        <translation>关于与帮助</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>用户管理</translation>
    </message>
    <message>
        <source>Colleagues</source>
        <translation>通讯录</translation>
    </message>
    <message>
        <source>Integrations</source>
        <translation>系统接口</translation>
    </message>
</context>
<context>
    <name>quota</name>
    <message>
        <source>People</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Departments</source>
        <translation>部门</translation>
    </message>
    <message>
        <source>Seals</source>
        <translation>印章</translation>
    </message>
    <message>
        <source>Asked for {0}</source>
        <translation>申请 {0}</translation>
    </message>
    <message>
        <source>{0}: waiting for the operator</source>
        <translation>{0}：等待运营人员处理</translation>
    </message>
    <message>
        <source>{0}: granted</source>
        <translation>{0}：已通过</translation>
    </message>
    <message>
        <source>{0}: refused</source>
        <translation>{0}：未通过</translation>
    </message>
    <message>
        <source>Ask for more: {0}</source>
        <translation>申请增加：{0}</translation>
    </message>
    <message>
        <source>Ask for more</source>
        <translation>申请增加</translation>
    </message>
</context>
<context>
    <name>scanning</name>
    <message>
        <source>Hold the code on the seal&apos;s screen, or on its body, before the camera.</source>
        <translation>请将印章屏幕或机身上的二维码对准摄像头。</translation>
    </message>
    <message>
        <source>Code or serial</source>
        <translation>二维码内容或印章编号</translation>
    </message>
    <message>
        <source>A scanner on USB types here by itself; by hand: the serial, then Enter.</source>
        <translation>USB 扫码枪会自动输入；也可手动输入编号后按回车。</translation>
    </message>
    <message>
        <source>No QR code is found in this picture.</source>
        <translation>图片中没有找到二维码。</translation>
    </message>
    <message>
        <source>This is not the code of a seal.</source>
        <translation>这不是印章的二维码。</translation>
    </message>
</context>
<context>
    <name>sealing</name>
    <message>
        <source>Looking for the seal …</source>
        <translation>正在寻找印章 …</translation>
    </message>
    <message>
        <source>Connected, talking with the cloud …</source>
        <translation>已连接，正在与云平台通信 …</translation>
    </message>
    <message>
        <source>The seal signs …</source>
        <translation>印章正在签名 …</translation>
    </message>
    <message>
        <source>Connection lost, trying again …</source>
        <translation>连接已断开，正在重试 …</translation>
    </message>
    <message>
        <source>The seal is put down …</source>
        <translation>正在放下印章 …</translation>
    </message>
    <message>
        <source>Nothing is sealed yet</source>
        <translation>尚未用印</translation>
    </message>
    <message>
        <source>Preparing the document …</source>
        <translation>正在准备文件 …</translation>
    </message>
    <message>
        <source>Signed; the file is made and checked …</source>
        <translation>已签名，正在生成并校验文件 …</translation>
    </message>
    <message>
        <source>Sealed</source>
        <translation>已用印</translation>
    </message>
    <message>
        <source>Signed, not finished</source>
        <translation>已签名，尚未完成</translation>
    </message>
    <message>
        <source>It may be signed already</source>
        <translation>可能已经签名</translation>
    </message>
    <message>
        <source>Not sealed</source>
        <translation>未用印</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
</context>
<context>
    <name>sealwords</name>
    <message>
        <source>Bluetooth</source>
        <translation>蓝牙</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Connected over GPRS</source>
        <translation>GPRS 已连接</translation>
    </message>
    <message>
        <source>Connected by Bluetooth through another computer</source>
        <translation>经其他电脑的蓝牙连接</translation>
    </message>
    <message>
        <source>Connected by Bluetooth</source>
        <translation>蓝牙已连接</translation>
    </message>
    <message>
        <source>Offline: no signal</source>
        <translation>离线：无信号</translation>
    </message>
    <message>
        <source>Offline: Bluetooth is not connected</source>
        <translation>离线：蓝牙未连接</translation>
    </message>
    <message>
        <source>It can be stamped on; the records follow as soon as it is connected.</source>
        <translation>可继续盖章；连接后记录同步上传。</translation>
    </message>
    <message>
        <source>It can be stamped on, {0} times at most; the records follow as soon as it is connected.</source>
        <translation>可继续盖章，最多 {0} 次；连接后记录同步上传。</translation>
    </message>
    <message>
        <source>{0}, charging</source>
        <translation>{0}，充电中</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>{0} of {1} bars</source>
        <translation>{0}/{1} 格</translation>
    </message>
    <message>
        <source>{0} of {1} impressions</source>
        <translation>{0}/{1} 条</translation>
    </message>
    <message>
        <source>Binding</source>
        <translation>绑定</translation>
    </message>
    <message>
        <source>Authorization</source>
        <translation>下发授权</translation>
    </message>
    <message>
        <source>End of use</source>
        <translation>结束用印</translation>
    </message>
    <message>
        <source>Activation</source>
        <translation>激活</translation>
    </message>
    <message>
        <source>Loss lock</source>
        <translation>挂失锁定</translation>
    </message>
    <message>
        <source>Unlocking after loss</source>
        <translation>解除挂失锁定</translation>
    </message>
    <message>
        <source>Opening offline use</source>
        <translation>开启无网络使用</translation>
    </message>
    <message>
        <source>Closing offline use</source>
        <translation>关闭无网络使用</translation>
    </message>
    <message>
        <source>Free use</source>
        <translation>改为自由用印</translation>
    </message>
    <message>
        <source>Controlled use</source>
        <translation>改为管控用印</translation>
    </message>
    <message>
        <source>Backlight and power-off</source>
        <translation>背光与自动关机</translation>
    </message>
    <message>
        <source>Fingerprint of {0}, slot {1}</source>
        <translation>录入“{0}”的指纹（位置 {1}）</translation>
    </message>
    <message>
        <source>Deleting the fingerprint in slot {1}</source>
        <translation>删除位置 {1} 的指纹</translation>
    </message>
    <message>
        <source>Unbinding</source>
        <translation>解绑</translation>
    </message>
    <message>
        <source>Shutting out a console of {0}</source>
        <translation>停用“{0}”的一台控制台</translation>
    </message>
    <message>
        <source>Firmware upgrade</source>
        <translation>固件升级</translation>
    </message>
    <message>
        <source>Calling off a firmware upgrade</source>
        <translation>停止固件升级</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>已下发</translation>
    </message>
    <message>
        <source>Applied</source>
        <translation>已执行</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>Superseded</source>
        <translation>已被取代</translation>
    </message>
    <message>
        <source>Nobody has carried it to the seal yet.</source>
        <translation>尚未传送到印章。</translation>
    </message>
    <message>
        <source>On its way; the seal has not said yet what became of it.</source>
        <translation>已传送，印章尚未答复。</translation>
    </message>
    <message>
        <source>The seal&apos;s log says that it is done.</source>
        <translation>印章日志已确认执行。</translation>
    </message>
    <message>
        <source>A later order made it needless.</source>
        <translation>已被之后的指令取代。</translation>
    </message>
    <message>
        <source>The seal would not.</source>
        <translation>印章拒绝执行。</translation>
    </message>
    <message>
        <source>Another authorization is in use on the seal.</source>
        <translation>印章上有其他授权正在使用。</translation>
    </message>
    <message>
        <source>The seal does not take these values.</source>
        <translation>印章不接受这些数值。</translation>
    </message>
    <message>
        <source>The seal&apos;s firmware does not know this order.</source>
        <translation>印章固件不支持此指令。</translation>
    </message>
    <message>
        <source>There is no room for it on the seal.</source>
        <translation>印章没有存储空间。</translation>
    </message>
    <message>
        <source>Records still lie on the seal, or a use has not ended.</source>
        <translation>印章中还有记录，或用印尚未结束。</translation>
    </message>
    <message>
        <source>The seal was in somebody&apos;s hand, or took another fingerprint.</source>
        <translation>印章正在使用，或正在录入其他指纹。</translation>
    </message>
    <message>
        <source>The activation code was wrong or used up.</source>
        <translation>激活码错误或已失效。</translation>
    </message>
    <message>
        <source>The seal&apos;s maker has not signed this release.</source>
        <translation>固件不是印章厂商签名的。</translation>
    </message>
    <message>
        <source>The release is for another model.</source>
        <translation>固件不适用于该型号。</translation>
    </message>
    <message>
        <source>The release is not newer than what the seal runs.</source>
        <translation>固件不比印章现有版本新。</translation>
    </message>
    <message>
        <source>Switched on</source>
        <translation>开机</translation>
    </message>
    <message>
        <source>Switched off</source>
        <translation>关机</translation>
    </message>
    <message>
        <source>Unlocked and not pressed</source>
        <translation>已解锁但未盖章</translation>
    </message>
    <message>
        <source>Taken in hand</source>
        <translation>开始使用</translation>
    </message>
    <message>
        <source>Put down</source>
        <translation>已放下</translation>
    </message>
    <message>
        <source>Restricted in hand: no news</source>
        <translation>使用中因未联系而限制使用</translation>
    </message>
    <message>
        <source>Storage full</source>
        <translation>存储已满</translation>
    </message>
    <message>
        <source>Switched to {1}</source>
        <translation>切换为 {1}</translation>
    </message>
    <message>
        <source>Battery low: {0}%</source>
        <translation>电量不足：{0}%</translation>
    </message>
    <message>
        <source>Reset by its key</source>
        <translation>按复位键关机</translation>
    </message>
    <message>
        <source>Fingerprint saved in slot {0}</source>
        <translation>指纹已保存（位置 {0}）</translation>
    </message>
    <message>
        <source>No fingerprint came of slot {0}</source>
        <translation>位置 {0} 的指纹未录入</translation>
    </message>
    <message>
        <source>Fingerprint in slot {0} deleted</source>
        <translation>已删除位置 {0} 的指纹</translation>
    </message>
    <message>
        <source>Wrong activation code, {0} so far</source>
        <translation>激活码错误，累计 {0} 次</translation>
    </message>
    <message>
        <source>Too many wrong activation codes</source>
        <translation>激活码错误次数过多</translation>
    </message>
    <message>
        <source>Activated at the seal</source>
        <translation>已在印章上激活</translation>
    </message>
    <message>
        <source>The case was opened</source>
        <translation>外壳被打开</translation>
    </message>
    <message>
        <source>Storage of an earlier time</source>
        <translation>存储被还原为旧数据</translation>
    </message>
    <message>
        <source>SIM card taken out</source>
        <translation>取出 SIM 卡</translation>
    </message>
    <message>
        <source>SIM card put in</source>
        <translation>插入 SIM 卡</translation>
    </message>
    <message>
        <source>{0} presses found no room</source>
        <translation>{0} 次盖章因存储已满未能记录</translation>
    </message>
    <message>
        <source>Firmware {2} runs</source>
        <translation>开始运行固件 {2}</translation>
    </message>
    <message>
        <source>Firmware {2} is here, whole</source>
        <translation>固件 {2} 已完整接收</translation>
    </message>
    <message>
        <source>Restarting with firmware {2}</source>
        <translation>重启并试运行固件 {2}</translation>
    </message>
    <message>
        <source>Firmware {2} has passed its check</source>
        <translation>固件 {2} 自检通过</translation>
    </message>
    <message>
        <source>Firmware upgrade failed: {3}</source>
        <translation>固件升级失败：{3}</translation>
    </message>
    <message>
        <source>the seal had lost its clock</source>
        <translation>印章时钟丢失</translation>
    </message>
</context>
<context>
    <name>templates</name>
    <message>
        <source>System template</source>
        <translation>系统模板</translation>
    </message>
</context>
<context>
    <name>track</name>
    <message>
        <source>Position history</source>
        <translation>定位轨迹</translation>
    </message>
    <message>
        <source>Tracks (*.gpx)</source>
        <translation>轨迹 (*.gpx)</translation>
    </message>
    <message>
        <source>person unknown</source>
        <translation>使用人未知</translation>
    </message>
    <message>
        <source>Stood for {0}</source>
        <translation>停留{0}</translation>
    </message>
    <message>
        <source>the permitted area</source>
        <translation>用印区域</translation>
    </message>
    <message>
        <source>Came into {0}</source>
        <translation>进入{0}</translation>
    </message>
    <message>
        <source>Left {0}</source>
        <translation>离开{0}</translation>
    </message>
    <message>
        <source>Nothing heard for {0}</source>
        <translation>{0}没有记录</translation>
    </message>
    <message>
        <source>Cannot be: {0} in {1}</source>
        <translation>不可能的移动：{1}内 {0}</translation>
    </message>
    <message>
        <source>The clock ran back by {0}</source>
        <translation>时钟倒退 {0}</translation>
    </message>
    <message>
        <source>The seal had lost its clock: nobody knows when</source>
        <translation>印章时钟丢失，时间不明</translation>
    </message>
    <message>
        <source>{0} m</source>
        <translation>{0} 米</translation>
    </message>
    <message>
        <source>{0} km</source>
        <translation>{0} 公里</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} 秒</translation>
    </message>
    <message>
        <source>{0} d {1} h</source>
        <translation>{0} 天 {1} 小时</translation>
    </message>
    <message>
        <source>{0} h {1} min</source>
        <translation>{0} 小时 {1} 分钟</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0} 分钟</translation>
    </message>
</context>
<context>
    <name>usage</name>
    <message>
        <source>entry {0}, seen at the seal, not yet in the cloud</source>
        <translation>第 {0} 条，印章已记录，尚未上传</translation>
    </message>
    <message>
        <source>entry {0}, signed by the seal</source>
        <translation>第 {0} 条，印章已签名</translation>
    </message>
    <message>
        <source>entry {0}, signed by the seal, chain unbroken</source>
        <translation>第 {0} 条，印章已签名，链条完整</translation>
    </message>
    <message>
        <source>entry {0}, signed by the seal; entries before it are missing</source>
        <translation>第 {0} 条，印章已签名，此前有记录缺失</translation>
    </message>
    <message>
        <source>entry {0}, signed by the seal; from entry {1} on it has signed another log as well</source>
        <translation>第 {0} 条，印章已签名，但自第 {1} 条起印章另签有一份不一致的日志</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>用印申请</translation>
    </message>
    <message>
        <source>Authorization</source>
        <translation>授权</translation>
    </message>
</context>
<context>
    <name>verdicts</name>
    <message>
        <source>Not as sealed</source>
        <translation>与用印时不符</translation>
    </message>
    <message>
        <source>Changed afterwards</source>
        <translation>用印后被改动</translation>
    </message>
    <message>
        <source>Another document</source>
        <translation>不是记录所指的文件</translation>
    </message>
    <message>
        <source>False time stamp</source>
        <translation>时间戳无效</translation>
    </message>
    <message>
        <source>Genuine, revoked later</source>
        <translation>真实有效，证书后来被吊销</translation>
    </message>
    <message>
        <source>Added to afterwards</source>
        <translation>之后有添加</translation>
    </message>
    <message>
        <source>Certificate revoked</source>
        <translation>证书已吊销</translation>
    </message>
    <message>
        <source>Certificate not valid then</source>
        <translation>当时证书无效</translation>
    </message>
    <message>
        <source>Unknown signer</source>
        <translation>签名者未知</translation>
    </message>
    <message>
        <source>Unchanged</source>
        <translation>未被改动</translation>
    </message>
    <message>
        <source>Genuine, unchanged</source>
        <translation>真实，未被改动</translation>
    </message>
    <message>
        <source>Organization</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Seal</source>
        <translation>印章</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Time stamp</source>
        <translation>时间戳</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>证书</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>用印人</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>{0} (as the seal&apos;s log says)</source>
        <translation>{0}（印章日志）</translation>
    </message>
    <message>
        <source>{0} (as the file says)</source>
        <translation>{0}（文件自述）</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>not over this signature</source>
        <translation>不属于该签名</translation>
    </message>
    <message>
        <source>{0} by {1}</source>
        <translation>{0}，由 {1} 出具</translation>
    </message>
    <message>
        <source>unchanged since it was sealed</source>
        <translation>用印后未被改动</translation>
    </message>
    <message>
        <source>unchanged; signed or filled in again afterwards</source>
        <translation>未被改动；此后另有签名或填写</translation>
    </message>
    <message>
        <source>changed after it was sealed</source>
        <translation>用印后被改动</translation>
    </message>
    <message>
        <source>not what was sealed, or the signature is none</source>
        <translation>与用印时不符，或签名无效</translation>
    </message>
    <message>
        <source>revoked on {0}</source>
        <translation>已于 {0} 吊销</translation>
    </message>
    <message>
        <source>valid, not revoked</source>
        <translation>有效，未吊销</translation>
    </message>
    <message>
        <source>valid; whether it was revoked is not known</source>
        <translation>有效；是否吊销未知</translation>
    </message>
    <message>
        <source>revoked</source>
        <translation>已吊销</translation>
    </message>
    <message>
        <source>not valid at that time</source>
        <translation>当时无效</translation>
    </message>
    <message>
        <source>of an authority that is not known here</source>
        <translation>签发者不在本机已知范围内</translation>
    </message>
    <message>
        <source>#{0}, on its way to the cloud</source>
        <translation>#{0}，正在送往云平台</translation>
    </message>
    <message>
        <source>none that you may see here</source>
        <translation>没有您可查看的记录</translation>
    </message>
    <message>
        <source>Who issued the certificate is not known here: the name may be anybody&apos;s. Ask the organization itself.</source>
        <translation>本机不认识证书的签发者，上面的名称可能是任何人所写，请向该单位核实。</translation>
    </message>
    <message>
        <source>The cloud could not be asked whether the certificate was revoked meanwhile; check again online.</source>
        <translation>未能向云平台查询证书此后是否被吊销，请联网后再次验证。</translation>
    </message>
    <message>
        <source>Its record names another document: the computer with which it was sealed told the seal a false one.</source>
        <translation>用印记录所指的是另一份文件：用印的电脑向印章报送了不实的文件。</translation>
    </message>
    <message>
        <source>What was signed or filled in afterwards may be seen on its pages, and is not what was sealed here.</source>
        <translation>之后的签名或填写的内容可能显示在页面上，不属于此印章所盖的内容。</translation>
    </message>
    <message>
        <source>It was sealed before the certificate was revoked, as the seal&apos;s log says.</source>
        <translation>据印章记录，用印早于证书吊销。</translation>
    </message>
    <message>
        <source>By its time stamp it was sealed before the certificate was revoked.</source>
        <translation>按其时间戳，用印早于证书吊销。</translation>
    </message>
    <message>
        <source>Nothing here proves that it was sealed before that.</source>
        <translation>此处无法证明用印早于证书吊销。</translation>
    </message>
    <message>
        <source>Whether the time stamp&apos;s authority is to be trusted is not judged here.</source>
        <translation>此处不判断时间戳服务是否可信。</translation>
    </message>
</context>
<context>
    <name>wallet</name>
    <message>
        <source>Company</source>
        <translation>企业</translation>
    </message>
    <message>
        <source>Personal</source>
        <translation>个人</translation>
    </message>
    <message>
        <source>Service over</source>
        <translation>服务期已结束</translation>
    </message>
    <message>
        <source>Overdue: {0} left</source>
        <translation>已到期，宽限 {0}</translation>
    </message>
    <message>
        <source>On trial: {0} left</source>
        <translation>试用中，剩 {0}</translation>
    </message>
    <message>
        <source>In service</source>
        <translation>服务中</translation>
    </message>
    <message>
        <source>Its service is over since {0}: no new use can be applied for or authorized.</source>
        <translation>服务期已于 {0} 结束，不能再申请和授权用印，请先交费。</translation>
    </message>
    <message>
        <source>Its service ended on {0}. Uses can be applied for until {1}, and then no more.</source>
        <translation>服务期已于 {0} 结束，宽限至 {1}，之后将不能再申请和授权用印，请尽快交费。</translation>
    </message>
    <message>
        <source>Its service ends on {0}.</source>
        <translation>服务期将于 {0} 结束，请及时续费。</translation>
    </message>
    <message>
        <source>one year</source>
        <translation>1 年</translation>
    </message>
    <message>
        <source>{0} years</source>
        <translation>{0} 年</translation>
    </message>
    <message>
        <source>one month</source>
        <translation>1 个月</translation>
    </message>
    <message>
        <source>{0} months</source>
        <translation>{0} 个月</translation>
    </message>
    <message>
        <source>one day</source>
        <translation>1 天</translation>
    </message>
    <message>
        <source>{0} days</source>
        <translation>{0} 天</translation>
    </message>
    <message>
        <source>Ends in {0}</source>
        <translation>{0}后到期</translation>
    </message>
    <message>
        <source>{0} and {1} more</source>
        <translation>{0} 及另外 {1} 枚印章</translation>
    </message>
    <message>
        <source>Service that ends soon or is over: {0}.</source>
        <translation>服务期即将结束或已结束：{0}。</translation>
    </message>
    <message>
        <source>Service that ends soon: {0}.</source>
        <translation>服务期即将结束：{0}。</translation>
    </message>
    <message>
        <source>being paid · {0}</source>
        <translation>支付中 · {0}</translation>
    </message>
    <message>
        <source>in review · {0}</source>
        <translation>待审核 · {0}</translation>
    </message>
    <message>
        <source>First year</source>
        <translation>首年交费</translation>
    </message>
    <message>
        <source>Renewal</source>
        <translation>续期交费</translation>
    </message>
    <message>
        <source>WeChat Pay</source>
        <translation>微信支付</translation>
    </message>
    <message>
        <source>Offline payment</source>
        <translation>线下支付</translation>
    </message>
    <message>
        <source>Partly refunded</source>
        <translation>部分退款</translation>
    </message>
    <message>
        <source>Waiting for payment</source>
        <translation>待支付</translation>
    </message>
    <message>
        <source>In review</source>
        <translation>待审核</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>支付成功</translation>
    </message>
    <message>
        <source>Review failed</source>
        <translation>审核失败</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>已关闭</translation>
    </message>
    <message>
        <source>Refunded</source>
        <translation>已退款</translation>
    </message>
    <message>
        <source>Being issued</source>
        <translation>正在开票</translation>
    </message>
    <message>
        <source>Issued</source>
        <translation>已开票</translation>
    </message>
    <message>
        <source>Not issued</source>
        <translation>未开具</translation>
    </message>
    <message>
        <source>Electronic invoice</source>
        <translation>电子发票</translation>
    </message>
    <message>
        <source>Paper invoice</source>
        <translation>纸质发票</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>by {0}</source>
        <translation>不晚于 {0}</translation>
    </message>
    <message>
        <source>the seal had lost its clock</source>
        <translation>印章时钟曾丢失</translation>
    </message>
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
        <source>Headquarters&apos; approver</source>
        <translation>总公司审批人</translation>
    </message>
    <message>
        <source>anywhere</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>a shape of {0} points, drawn on the map</source>
        <translation>地图上绘制的 {0} 边形</translation>
    </message>
    <message>
        <source>{0} m around {1}</source>
        <translation>{1} 周围 {0} 米</translation>
    </message>
    <message>
        <source>direct</source>
        <translation>直接授权</translation>
    </message>
    <message>
        <source>pre-authorized</source>
        <translation>预先授权</translation>
    </message>
    <message>
        <source>a photo of each impression</source>
        <translation>盖章拍照</translation>
    </message>
    <message>
        <source>unlocked by fingerprint</source>
        <translation>校验指纹</translation>
    </message>
    <message>
        <source>pictures before it can be ended</source>
        <translation>强制上传使用记录</translation>
    </message>
    <message>
        <source>an SMS for each use</source>
        <translation>短信通知</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>paper</source>
        <translation>纸质</translation>
    </message>
    <message>
        <source>electronic</source>
        <translation>电子</translation>
    </message>
    <message>
        <source>physical seal</source>
        <translation>物理印章</translation>
    </message>
    <message>
        <source>electronic seal</source>
        <translation>电子印章</translation>
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
        <source>Withdrawn</source>
        <translation>已撤回</translation>
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
        <source>the headquarters consented</source>
        <translation>总公司已同意</translation>
    </message>
    <message>
        <source>the headquarters has to consent</source>
        <translation>待总公司审批</translation>
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
        <source>consents for the headquarters</source>
        <translation>总公司审批</translation>
    </message>
    <message>
        <source>approves</source>
        <translation>审批</translation>
    </message>
    <message>
        <source>Not activated</source>
        <translation>未激活</translation>
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
        <source>Cancelled</source>
        <translation>已撤销</translation>
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
        <source>Such a report is nothing unusual: the seal records every press and its cause.</source>
        <translation>上报异常记录属于正常现象：印章会记录每一次按压及其原因。</translation>
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
        <source>{0} ({1})</source>
        <translation>{0}（{1}）</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>near {0}</source>
        <translation>{0}附近</translation>
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
        <source>found {0} min before</source>
        <translation>定位于用印前 {0} 分钟</translation>
    </message>
    <message>
        <source>found {0} h before</source>
        <translation>定位于用印前 {0} 小时</translation>
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
        <source>Free use: whoever is connected stamps without limit, nothing is applied for or issued.</source>
        <translation>自由用印：连接后即可无限次盖章，无需申请和授权。</translation>
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
        <source>Taking a binding back</source>
        <translation>撤回绑定</translation>
    </message>
    <message>
        <source>Seal delivered by the operator</source>
        <translation>平台交付印章</translation>
    </message>
    <message>
        <source>Seal taken back by the operator</source>
        <translation>平台收回印章</translation>
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
    <message>
        <source>Picture after use</source>
        <translation>用印后图片</translation>
    </message>
    <message>
        <source>Sealed document</source>
        <translation>已盖电子印章的文件</translation>
    </message>
    <message>
        <source>Withdrawing an application</source>
        <translation>撤回申请</translation>
    </message>
    <message>
        <source>Urging a decision</source>
        <translation>催办</translation>
    </message>
    <message>
        <source>Handing a step on</source>
        <translation>转交审批</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>评论</translation>
    </message>
    <message>
        <source>Activation</source>
        <translation>激活授权</translation>
    </message>
    <message>
        <source>New activation code</source>
        <translation>重发激活码</translation>
    </message>
    <message>
        <source>Cancelling an authorization</source>
        <translation>撤销授权</translation>
    </message>
    <message>
        <source>More uses</source>
        <translation>追加用印</translation>
    </message>
    <message>
        <source>Waiving missing pictures</source>
        <translation>免除补传照片</translation>
    </message>
    <message>
        <source>Withdrawing a seal from a keeper</source>
        <translation>取消管章权限</translation>
    </message>
    <message>
        <source>Renaming a seal</source>
        <translation>修改印章名称</translation>
    </message>
    <message>
        <source>Loss lock</source>
        <translation>挂失锁定</translation>
    </message>
    <message>
        <source>Unlocking a lost seal</source>
        <translation>解除挂失锁定</translation>
    </message>
    <message>
        <source>Opening offline use</source>
        <translation>开启无网络使用</translation>
    </message>
    <message>
        <source>Closing offline use</source>
        <translation>关闭无网络使用</translation>
    </message>
    <message>
        <source>Removing an approval flow</source>
        <translation>移除审批流程</translation>
    </message>
    <message>
        <source>Changing a template</source>
        <translation>修改审批模板</translation>
    </message>
    <message>
        <source>Deleting a template</source>
        <translation>删除审批模板</translation>
    </message>
    <message>
        <source>Locating a seal</source>
        <translation>定位印章</translation>
    </message>
    <message>
        <source>New named area</source>
        <translation>新增常用区域</translation>
    </message>
    <message>
        <source>Renaming an area</source>
        <translation>重命名常用区域</translation>
    </message>
    <message>
        <source>Deleting an area</source>
        <translation>删除常用区域</translation>
    </message>
    <message>
        <source>New category</source>
        <translation>添加用印类别</translation>
    </message>
    <message>
        <source>Renaming a category</source>
        <translation>修改用印类别</translation>
    </message>
    <message>
        <source>Deleting a category</source>
        <translation>删除用印类别</translation>
    </message>
    <message>
        <source>New invoice title</source>
        <translation>新建发票抬头</translation>
    </message>
    <message>
        <source>Changing an invoice title</source>
        <translation>修改发票抬头</translation>
    </message>
    <message>
        <source>Deleting an invoice title</source>
        <translation>删除发票抬头</translation>
    </message>
    <message>
        <source>Payment confirmed by the operator</source>
        <translation>平台审核通过付款</translation>
    </message>
    <message>
        <source>Payment not confirmed by the operator</source>
        <translation>平台审核付款失败</translation>
    </message>
    <message>
        <source>Refund by the operator</source>
        <translation>平台退款</translation>
    </message>
    <message>
        <source>Asking for an invoice</source>
        <translation>申请开票</translation>
    </message>
    <message>
        <source>Paying service fees</source>
        <translation>服务交费</translation>
    </message>
    <message>
        <source>Cancelling an order</source>
        <translation>取消订单</translation>
    </message>
    <message>
        <source>Refund by WeChat Pay, written down by the operator</source>
        <translation>平台登记微信支付退款</translation>
    </message>
    <message>
        <source>Invoice issued by the operator</source>
        <translation>平台开具发票</translation>
    </message>
    <message>
        <source>Invoice refused by the operator</source>
        <translation>平台未予开票</translation>
    </message>
    <message>
        <source>New department</source>
        <translation>添加部门</translation>
    </message>
    <message>
        <source>Renaming a department</source>
        <translation>修改部门</translation>
    </message>
    <message>
        <source>Deleting a department</source>
        <translation>删除部门</translation>
    </message>
    <message>
        <source>Renaming a member</source>
        <translation>修改成员姓名</translation>
    </message>
    <message>
        <source>Moving a member</source>
        <translation>调整部门</translation>
    </message>
    <message>
        <source>Stand-in</source>
        <translation>代审批人</translation>
    </message>
    <message>
        <source>Changing a role</source>
        <translation>更改角色</translation>
    </message>
    <message>
        <source>Handing over</source>
        <translation>工作交接</translation>
    </message>
    <message>
        <source>Removing a member</source>
        <translation>删除成员</translation>
    </message>
    <message>
        <source>Feature configuration</source>
        <translation>功能配置</translation>
    </message>
    <message>
        <source>Asking for a higher quota</source>
        <translation>申请配额</translation>
    </message>
    <message>
        <source>Organization information</source>
        <translation>修改单位信息</translation>
    </message>
    <message>
        <source>Deleting the organization</source>
        <translation>删除单位</translation>
    </message>
    <message>
        <source>New subsidiary</source>
        <translation>添加子公司</translation>
    </message>
    <message>
        <source>Changing a subsidiary</source>
        <translation>修改子公司</translation>
    </message>
    <message>
        <source>Deleting a subsidiary</source>
        <translation>删除子公司</translation>
    </message>
    <message>
        <source>Headquarters&apos; approval</source>
        <translation>总公司审批</translation>
    </message>
    <message>
        <source>Changing the owner</source>
        <translation>更改主管理员</translation>
    </message>
    <message>
        <source>Export of usage records</source>
        <translation>导出使用记录</translation>
    </message>
    <message>
        <source>Cancelling an export</source>
        <translation>取消导出</translation>
    </message>
    <message>
        <source>Sending an export again</source>
        <translation>重新发送导出文件</translation>
    </message>
    <message>
        <source>Fetching an export</source>
        <translation>下载导出文件</translation>
    </message>
    <message>
        <source>Looking at a photo</source>
        <translation>查看照片</translation>
    </message>
    <message>
        <source>Pictures removed when their time was over</source>
        <translation>按保留期限删除照片</translation>
    </message>
    <message>
        <source>How long pictures are kept</source>
        <translation>照片保留期限</translation>
    </message>
    <message>
        <source>Placing a legal hold</source>
        <translation>设置法律保全</translation>
    </message>
    <message>
        <source>Lifting a legal hold</source>
        <translation>解除法律保全</translation>
    </message>
    <message>
        <source>Review of a record</source>
        <translation>复核记录</translation>
    </message>
    <message>
        <source>Giving an abnormal record to somebody</source>
        <translation>交办异常记录</translation>
    </message>
    <message>
        <source>Comment on an abnormal record</source>
        <translation>异常记录说明</translation>
    </message>
    <message>
        <source>Closing an abnormal record</source>
        <translation>办结异常记录</translation>
    </message>
    <message>
        <source>Opening an abnormal record again</source>
        <translation>重新打开异常记录</translation>
    </message>
    <message>
        <source>Reading messages</source>
        <translation>消息已读</translation>
    </message>
    <message>
        <source>Seeing abnormal records</source>
        <translation>异常记录已读</translation>
    </message>
    <message>
        <source>New access token</source>
        <translation>新建访问令牌</translation>
    </message>
    <message>
        <source>Revoking an access token</source>
        <translation>吊销访问令牌</translation>
    </message>
    <message>
        <source>New webhook</source>
        <translation>新建推送</translation>
    </message>
    <message>
        <source>Changing a webhook</source>
        <translation>更改事件推送</translation>
    </message>
    <message>
        <source>Deleting a webhook</source>
        <translation>删除事件推送</translation>
    </message>
    <message>
        <source>Test of a webhook</source>
        <translation>测试事件推送</translation>
    </message>
    <message>
        <source>Sending a delivery again</source>
        <translation>重新推送</translation>
    </message>
    <message>
        <source>Photo read by a system</source>
        <translation>系统读取照片</translation>
    </message>
</context>
</TS>
